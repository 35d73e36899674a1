/** The check `harness`: whether what zoobreak recorded of its own work agrees with what its clients saw. A run
 *  whose harness contradicts itself shows nothing, so that its verdict is unknown. */
import { isWrite } from '../checker/replay/model/multi.ts';
import type { TraceRecord } from '../checker/replay/trace.ts';
import { unknown } from '../checker/verdict.ts';
import type { Verdict } from '../contract.ts';
import { hexOf } from '../hex.ts';
import type { Fault } from '../history/faults.ts';
import type { History } from '../history/history.ts';
import { lowerBound } from '../lower-bound.ts';
import type { TestRecord } from '../store/results.ts';
import { clientFaultsOf, type Idle, idlesOf } from './idle-clients.ts';
import { type Silence, silencesOf } from './silences.ts';

/** How long after the last byte of its clients an operation may be recorded as completed, in milliseconds: the
 *  engine does so at once, unless the machine is busy. */
const LATE_MS = 250;
/** Share of the completions that may be later than that. */
const LATE_SHARE = 0.05;
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
  readonly #heldUp: readonly Fault[];
  /** Times of the records of each process, ascending. */
  readonly #contacts = new Map<number, number[]>();
  /** The zxids in the replies to each process. */
  readonly #zxids = new Map<number, Set<number>>();
  readonly #nodeOf = new Map<number, string>();
  readonly #processOf = new Map<number, number | string>();
  /** Requests that write, by client and xid: when they were sent. */
  readonly #writes = new Map<string, number>();
  readonly #reasons: string[] = [];
  readonly #broken = new Set<Silence | Idle>();
  #records = 0;

  constructor(history: History, test: TestRecord) {
    this.#history = history;
    this.#test = test;
    this.#silences = silencesOf(history, test.plan.nodes);
    this.#idles = idlesOf(history);
    this.#heldUp = clientFaultsOf(history);
  }

  take(record: TraceRecord): void {
    this.#records++;
    if (record.kind === 'opened') this.#processOf.set(record.client, record.process ?? 'setup');
    if (record.kind === 'connected') this.#nodeOf.set(record.client, record.node);
    const process = this.#processOf.get(record.client);
    if (typeof process === 'number') this.#contact(process, record);
    if (record.kind === 'sent') this.#sent(record);
    if (record.kind === 'reply' || record.kind === 'event' || record.kind === 'connected')
      this.#received(record);
  }

  end(): Verdict {
    const counts = { events: this.#history.length, records: this.#records };
    const reasons = [
      ...orderReasons(this.#history),
      ...loadReasons(this.#history, this.#test, this.#idles),
      ...this.#lateReasons(),
      ...this.#zxidReasons(),
      ...this.#reasons,
    ];
    return reasons.length === 0 ? { valid: true, counts } : unknown(reasons.join('; '), counts);
  }

  #contact(process: number, record: TraceRecord): void {
    const times = this.#contacts.get(process) ?? [];
    times.push(record.time);
    this.#contacts.set(process, times);
    if (record.kind !== 'reply' || record.zxid <= 0) return;
    const zxids = this.#zxids.get(process) ?? new Set();
    this.#zxids.set(process, zxids.add(record.zxid));
  }

  #sent(record: TraceRecord & { readonly kind: 'sent' }): void {
    const { client, xid, time, request } = record;
    this.#begun(record);
    if (isWrite(request)) this.#writes.set(`${client} ${xid}`, time);
  }

  /** A request left a client. One that was given up may yet close its session, a fault of clients may have held it up,
   *  and sessions stay alive by requests whose xid is negative. */
  #begun({ client, xid, time, request }: TraceRecord & { readonly kind: 'sent' }): void {
    const process = this.#processOf.get(client);
    if (typeof process !== 'number' || xid < 0 || request.f === 'closeSession') return;
    const thread = process % this.#test.plan.concurrency;
    const isHeldUp = this.#heldUp.some(({ fromNs, toNs }) => fromNs <= time && time <= toNs);
    for (const idle of isHeldUp ? [] : this.#idles) {
      if (time <= idle.fromNs || time >= idle.toNs) continue;
      if (!idle.threads.has(thread) || this.#broken.has(idle)) continue;
      this.#broken.add(idle);
      this.#reasons.push(
        `process ${process}, which was reported as idle, sent ${request.f} at ${(time / 1e9).toFixed(3)} s: the fault did not bite as reported`,
      );
    }
  }

  /** Something of a node reached a client. */
  #received(record: TraceRecord & { readonly kind: 'reply' | 'event' | 'connected' }): void {
    const node = this.#nodeOf.get(record.client);
    const writtenNs = record.kind === 'reply' ? this.#acknowledged(record) : undefined;
    for (const silence of this.#silences) {
      if (silence.node !== node || this.#broken.has(silence)) continue;
      const since = silence.from === 'anything' ? record.time - IN_FLIGHT_MS * MS : writtenNs;
      if (since === undefined || since < silence.fromNs || record.time > silence.toNs) continue;
      this.#broken.add(silence);
      this.#reasons.push(brokenSilence(silence, record.time));
    }
  }

  /** When the write was sent that this reply acknowledges. */
  #acknowledged({
    client,
    xid,
    err,
    zxid,
  }: TraceRecord & { readonly kind: 'reply' }): number | undefined {
    const key = `${client} ${xid}`;
    const sentNs = this.#writes.get(key);
    this.#writes.delete(key);
    return err === 0 && zxid > 0 ? sentNs : undefined;
  }

  /** A zxid in the history is one that a server sent to the process. */
  #zxidReasons(): readonly string[] {
    if (this.#records === 0) return [];
    const made = this.#history
      .operations()
      .find(
        ({ type, process, zxid }) =>
          type === 'ok' &&
          zxid !== undefined &&
          zxid > 0n &&
          !this.#zxids.get(process)?.has(Number(zxid)),
      );
    if (made?.zxid === undefined) return [];
    return [
      `operation ${made.index} is recorded with zxid ${hexOf(made.zxid)}, which no reply to process ${made.process} carried`,
    ];
  }

  #lateReasons(): readonly string[] {
    let [late, judged, worstMs] = [0, 0, 0];
    for (const operation of this.#history.operations()) {
      const contacts = this.#contacts.get(operation.process);
      if (operation.type !== 'ok' || contacts === undefined) continue;
      const last = contacts[lowerBound(contacts, time => time > operation.returnNs) - 1];
      if (last === undefined || last < operation.callNs) continue;
      const lagMs = (operation.returnNs - last) / MS;
      judged++;
      if (lagMs <= LATE_MS) continue;
      late++;
      worstMs = Math.max(worstMs, lagMs);
    }
    if (late <= judged * LATE_SHARE) return [];
    return [
      `${late} of ${judged} completions were recorded more than ${LATE_MS} ms after the last byte that their clients received, the latest ${Math.round(worstMs)} ms after it: real-time order cannot be judged`,
    ];
  }
}

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
    ({ threads, fromNs, toNs }) =>
      threads.size === plan.concurrency && fromNs < timeNs && toNs >= timeNs,
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
