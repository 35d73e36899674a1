/** The check `harness`: whether what zoobreak recorded of its own work agrees with what its clients saw. A run
 *  whose harness contradicts itself shows nothing, so that its verdict is unknown. */
import { isWrite } from '../../checker/replay/model/multi.ts';
import type { ConnectedRecord, TraceRecord } from '../../checker/replay/trace.ts';
import { unknown } from '../../checker/verdict.ts';
import type { Verdict } from '../../contract.ts';
import { hexOf } from '../../hex.ts';
import type { Fault } from '../../history/faults.ts';
import type { History } from '../../history/history.ts';
import { lowerBound } from '../../lower-bound.ts';
import type { TestRecord } from '../../store/results.ts';
import type { RolesSeen } from '../../store/roles.ts';
import { ClockWitness } from './clock-witness.ts';
import { clientFaultsOf, type Idle, idlesOf } from './idle-clients.ts';
import { idleThreads } from './idle-threads.ts';
import { type Silence, silencesOf } from './silences.ts';
import { type SlowLink, slowLinksOf } from './slow-links.ts';

/** How long after the last byte of its clients an operation may be recorded as completed, in milliseconds: the
 *  engine does so at once, unless the machine is busy. */
const LATE_MS = 250;
/** Share of the completions that may be later than that. */
const LATE_SHARE = 0.05;
/** How long the quickest quarter of the completions may be delayed at most, in milliseconds. */
const QUICK_MS = 20;
/** Share of the operations in whose time their clients may have exchanged nothing with a server. */
const SILENT_SHARE = 0.5;
/** The fewest operations of which such a share says something. */
const LEAST_TIMED = 20;
/** A connection may deliver what its server had sent before a fault struck, in milliseconds. */
const IN_FLIGHT_MS = 300;
/** Share of the time limit for which operations must be invoked. */
const LOAD_SHARE = 0.75;
const MS = 1e6;

/** Collects what each process and node exchanged; take every record of the trace, then end. */
export class HarnessCheck {
  readonly #history: History;
  readonly #test: TestRecord;
  readonly #silences: readonly Silence[];
  readonly #idles: readonly Idle[];
  readonly #slowLinks: readonly SlowLink[];
  readonly #heldUp: readonly Fault[];
  readonly #clocks: ClockWitness;
  /** When each process received something, ascending. */
  readonly #contacts = new Map<number, number[]>();
  /** The zxids in the replies to each process, by node. */
  readonly #zxids = new Map<number, Map<string, Set<number>>>();
  readonly #nodeOf = new Map<number, string>();
  readonly #processOf = new Map<number, number | string>();
  /** Requests that write and were not answered yet, by client and xid. */
  readonly #writes = new Map<string, Unanswered>();
  /** The largest zxid in the replies to each client. */
  readonly #lastZxids = new Map<number, number>();
  readonly #reasons: string[] = [];
  readonly #broken = new Set<Silence | Idle | SlowLink>();
  #records = 0;
  #hasForgotten = false;

  /** `roles`: those of the nodes over time. */
  constructor(history: History, test: TestRecord, roles: readonly RolesSeen[]) {
    this.#history = history;
    this.#test = test;
    this.#silences = silencesOf(history, test.plan.nodes);
    this.#idles = idlesOf(history);
    this.#slowLinks = slowLinksOf(history, test.plan.nodes);
    this.#heldUp = clientFaultsOf(history);
    this.#clocks = new ClockWitness(history, roles);
  }

  take(record: TraceRecord): void {
    this.#records++;
    this.#clocks.take(record);
    if (record.kind === 'opened') this.#processOf.set(record.client, record.process ?? 'setup');
    if (record.kind === 'connected') this.#connected(record);
    const process = this.#processOf.get(record.client);
    const isReceived = ['reply', 'event', 'connected'].includes(record.kind);
    if (typeof process === 'number' && isReceived) this.#contact(process, record);
    if (record.kind === 'sent') this.#sent(record);
    if (record.kind === 'reply' || record.kind === 'event' || record.kind === 'connected')
      this.#received(record);
    if (record.kind === 'reply') this.#replied(record);
  }

  /** Replies to pings do not count, as in the Java client. */
  #replied({ client, xid, zxid }: TraceRecord & { readonly kind: 'reply' }): void {
    if (xid >= 0 && zxid > (this.#lastZxids.get(client) ?? 0)) this.#lastZxids.set(client, zxid);
  }

  /** A client tells its next server the largest zxid that it has seen, so that an older server refuses it. */
  #connected({ client, node, time, lastZxidSeen }: ConnectedRecord): void {
    this.#nodeOf.set(client, node);
    const seen = this.#lastZxids.get(client) ?? 0;
    if (lastZxidSeen >= seen || this.#hasForgotten) return;
    this.#hasForgotten = true;
    this.#reasons.push(
      `client ${client} told ${node} at ${(time / 1e9).toFixed(3)} s that it had seen zxid ${hexOf(BigInt(lastZxidSeen))}, though it had received ${hexOf(BigInt(seen))}: servers cannot keep it from older states`,
    );
  }

  end(): Verdict {
    const counts = { events: this.#history.length, records: this.#records };
    const reasons = [
      ...orderReasons(this.#history),
      ...loadReasons(this.#history, this.#test, this.#idles),
      ...this.#timeReasons(),
      ...this.#idleReasons(),
      ...this.#zxidReasons(),
      ...this.#clocks.reasons(),
      ...this.#lostReasons(),
      ...this.#reasons,
    ];
    return reasons.length === 0 ? { valid: true, counts } : unknown(reasons.join('; '), counts);
  }

  #contact(process: number, record: TraceRecord): void {
    const times = this.#contacts.get(process) ?? [];
    times.push(record.time);
    this.#contacts.set(process, times);
    if (record.kind !== 'reply' || record.zxid <= 0) return;
    const node = this.#nodeOf.get(record.client) ?? '';
    const nodes = this.#zxids.get(process) ?? new Map<string, Set<number>>();
    this.#zxids.set(process, nodes.set(node, (nodes.get(node) ?? new Set()).add(record.zxid)));
  }

  #sent(record: TraceRecord & { readonly kind: 'sent' }): void {
    const { client, xid, time, request } = record;
    this.#begun(record);
    const process = this.#processOf.get(client);
    if (isWrite(request)) this.#writes.set(`${client} ${xid}`, { process, f: request.f, time });
  }

  /** A request left a client. One that was given up may yet close its session, a fault of clients may have held it up,
   *  and sessions stay alive by requests whose xid is negative. */
  #begun({ client, xid, time, request }: TraceRecord & { readonly kind: 'sent' }): void {
    const process = this.#processOf.get(client);
    if (typeof process !== 'number' || xid < 0 || request.f === 'closeSession') return;
    const isHeldUp = this.#heldUp.some(({ fromNs, toNs }) => fromNs <= time && time <= toNs);
    if (!isHeldUp) this.#awake('idle', process, { time, did: `sent ${request.f}` });
  }

  /** A process did something at a time at which its thread was perhaps reported as idle or paused. */
  #awake(
    why: Idle['why'],
    process: number,
    { time, did }: { readonly time: number; readonly did: string },
  ): void {
    const thread = process % this.#test.plan.concurrency;
    for (const idle of this.#idles) {
      if (idle.why !== why || time <= idle.fromNs || time >= idle.toNs) continue;
      if (!idle.threads.has(thread) || this.#broken.has(idle)) continue;
      this.#broken.add(idle);
      this.#reasons.push(
        `process ${process}, which was reported as ${why}, ${did} at ${(time / 1e9).toFixed(3)} s: the fault did not bite as reported`,
      );
    }
  }

  /** Something of a node reached a client. */
  #received(record: TraceRecord & { readonly kind: 'reply' | 'event' | 'connected' }): void {
    const node = this.#nodeOf.get(record.client);
    const process = this.#processOf.get(record.client);
    if (typeof process === 'number')
      this.#awake('paused', process, { time: record.time, did: `received a ${record.kind}` });
    const writtenNs = record.kind === 'reply' ? this.#acknowledged(record) : undefined;
    if (node !== undefined && writtenNs !== undefined) this.#timed(node, writtenNs, record.time);
    for (const silence of this.#silences) {
      if (silence.node !== node || this.#broken.has(silence)) continue;
      const since = silence.from === 'anything' ? record.time - IN_FLIGHT_MS * MS : writtenNs;
      if (since === undefined || since < silence.fromNs || record.time > silence.toNs) continue;
      this.#broken.add(silence);
      this.#reasons.push(brokenSilence(silence, record.time));
    }
  }

  /** A write that was acknowledged faster than the links to its node let it be. */
  #timed(node: string, sentNs: number, answeredNs: number): void {
    const link = this.#slowLinks.find(
      each => each.node === node && sentNs >= each.fromNs && answeredNs <= each.toNs,
    );
    const tookNs = answeredNs - sentNs;
    if (link === undefined || tookNs >= link.leastNs || this.#broken.has(link)) return;
    this.#broken.add(link);
    this.#reasons.push(
      `${node}, whose links were reported as slow, acknowledged a write ${(tookNs / MS).toFixed(1)} ms after it was sent, at ${seconds(answeredNs)}: the fault did not bite as reported`,
    );
  }

  /** When the write was sent that this reply acknowledges. */
  #acknowledged({
    client,
    xid,
    err,
    zxid,
  }: TraceRecord & { readonly kind: 'reply' }): number | undefined {
    const key = `${client} ${xid}`;
    const sent = this.#writes.get(key);
    this.#writes.delete(key);
    return err === 0 && zxid > 0 ? sent?.time : undefined;
  }

  /** A zxid in the history is one that a server sent to the process, and the node is that server. */
  #zxidReasons(): readonly string[] {
    if (this.#records === 0) return [];
    for (const { type, process, zxid, index, node } of this.#history.operations()) {
      if (type !== 'ok' || zxid === undefined || zxid <= 0n) continue;
      if (node !== undefined && this.#zxids.get(process)?.get(node)?.has(Number(zxid))) continue;
      const senders = this.#sendersOf(process, Number(zxid));
      const recorded = `operation ${index} is recorded with zxid ${hexOf(zxid)}`;
      if (senders.length === 0)
        return [`${recorded}, which no reply to process ${process} carried`];
      if (node !== undefined)
        return [
          `${recorded} of ${node}, though ${senders.join(', ')} sent it to process ${process}`,
        ];
    }
    return [];
  }

  /** The nodes that sent the zxid to the process in a reply. */
  #sendersOf(process: number, zxid: number): readonly string[] {
    const byNode = [...(this.#zxids.get(process) ?? [])];
    return byNode.filter(([, zxids]) => zxids.has(zxid)).map(([node]) => node);
  }

  /** A write that nobody answered may have happened: an operation of its name is not recorded as failed. */
  #lostReasons(): readonly string[] {
    const lost = [...this.#writes.values()];
    for (const { type, f, process, callNs, returnNs, index } of this.#history.operations()) {
      if (type !== 'fail') continue;
      const isIts = (sent: Unanswered): boolean =>
        sent.process === process && sent.f === f && sent.time >= callNs && sent.time <= returnNs;
      const write = lost.find(isIts);
      if (write !== undefined)
        return [
          `operation ${index} is recorded as failed, though its ${f}, sent at ${seconds(write.time)}, was never answered and may have taken effect`,
        ];
    }
    return [];
  }

  #idleReasons(): readonly string[] {
    const { plan, ending } = this.#test;
    if (ending !== 'complete') return [];
    const threads = idleThreads(this.#history, plan, [...this.#idles, ...this.#heldUp]);
    if (threads.length === 0) return [];
    return [
      `client threads ${threads.join(', ')} invoked nothing in the last quarter of the load, though they worked before and no fault reached them`,
    ];
  }

  #timeReasons(): readonly string[] {
    const lagsMs = this.#lagsMs();
    const judged = lagsMs.filter(lagMs => lagMs !== undefined);
    const silent = lagsMs.length - judged.length;
    if (lagsMs.length >= LEAST_TIMED && silent > lagsMs.length * SILENT_SHARE)
      return [
        `while ${silent} of ${lagsMs.length} operations were done by the times of the history, their clients exchanged nothing with a server by those of the trace: real-time order cannot be judged`,
      ];
    const quickMs = judged.toSorted((a, b) => a - b)[Math.floor(judged.length / 4)] ?? 0;
    if (judged.length >= LEAST_TIMED && quickMs > QUICK_MS)
      return [
        `three quarters of ${judged.length} completions were recorded ${Math.round(quickMs)} ms or more after the last byte that their clients received: real-time order cannot be judged`,
      ];
    const late = judged.filter(lagMs => lagMs > LATE_MS);
    if (late.length <= judged.length * LATE_SHARE) return [];
    const worstMs = late.reduce((worst, lagMs) => Math.max(worst, lagMs), 0);
    return [
      `${late.length} of ${judged.length} completions were recorded more than ${LATE_MS} ms after the last byte that their clients received, the latest ${Math.round(worstMs)} ms after it: real-time order cannot be judged`,
    ];
  }

  /** Returns, for each operation that was ok, the time from what its process received last to its completion; undefined
   *  where it received nothing within the operation. */
  #lagsMs(): readonly (number | undefined)[] {
    return this.#history.operations().flatMap(({ type, process, callNs, returnNs }) => {
      const contacts = this.#contacts.get(process);
      if (type !== 'ok' || contacts === undefined) return [];
      const last = contacts[lowerBound(contacts, time => time > returnNs) - 1];
      return [last === undefined || last < callNs ? undefined : (returnNs - last) / MS];
    });
  }
}

/** A request that writes and has no reply. */
interface Unanswered {
  readonly process: number | string | undefined;
  readonly f: string;
  /** When it was sent. */
  readonly time: number;
}

const seconds = (timeNs: number): string => `${(timeNs / 1e9).toFixed(3)} s`;

function brokenSilence({ node, why, from }: Silence, timeNs: number): string {
  const did = from === 'anything' ? 'sent something to a client' : 'acknowledged a write';
  return `${node}, which was reported as ${why}, ${did} at ${(timeNs / 1e9).toFixed(3)} s: the fault did not bite as reported`;
}

/** Times ascend with the lines, and no index is missing. */
function orderReasons(history: History): readonly string[] {
  let [lastNs, next] = [Number.NEGATIVE_INFINITY, 0];
  for (let at = 0; at < history.length; at++) {
    const { index, time } = history.event(at);
    if (index !== next)
      return [
        `event ${at} of the history has index ${index}, expected ${next}: events are missing`,
      ];
    if (time < lastNs)
      return [`event ${index} has a time ${lastNs - time} ns before that of the event above it`];
    [lastNs, next] = [time, index + 1];
  }
  return [];
}

/** Operations are invoked until the time limit, or until all clients idled beyond it, but for those that a slow client
 *  still waits for. */
function loadReasons(
  history: History,
  { plan, ending }: TestRecord,
  idles: readonly Idle[],
): readonly string[] {
  if (ending !== 'complete') return [];
  const timeNs = plan.timeLimitMs * MS;
  const last = idles.find(
    ({ why, threads, fromNs, toNs }) =>
      why === 'idle' && threads.size === plan.concurrency && fromNs < timeNs && toNs >= timeNs,
  );
  const limitNs = last?.fromNs ?? timeNs;
  const slackNs = Math.max(limitNs * (1 - LOAD_SHARE), 2 * plan.operationTimeoutMs * MS);
  const during = history.operations().filter(({ callNs }) => callNs <= limitNs);
  const lastNs = during.reduce((latest, { callNs }) => Math.max(latest, callNs), 0);
  if (lastNs >= limitNs - slackNs) return [];
  return [
    `the load should last ${plan.timeLimitMs / 1000} s, but its last operation was invoked at ${(lastNs / 1e9).toFixed(1)} s`,
  ];
}
