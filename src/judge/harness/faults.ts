/** Whether faults that were reported left their traces: a dead node is silent, a client that is paused or cut off
 *  receives nothing, one that was moved resumes its session. */
import type { ConnectedRecord, TraceRecord } from '../../checker/replay/trace.ts';
import type { Fault } from '../../history/faults.ts';
import type { History } from '../../history/history.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { type Clients, isReceived, type Received, seconds } from './clients.ts';
import { clientFaultsOf, type Idle, idlesOf } from './idle-clients.ts';
import { isUnseen, type Move, movesOf, moveText } from './moved-clients.ts';
import { type Silence, silencesOf } from './silences.ts';
import { type SlowLink, slowLinksOf } from './slow-links.ts';
import { Spans } from './spans.ts';

/** A connection may deliver what its server had sent before a fault struck, in milliseconds. */
const IN_FLIGHT_MS = 300;
const MS = 1e6;
const NO_BITE = 'the fault did not bite as reported';

export class FaultWitness {
  readonly #clients: Clients;
  readonly #concurrency: number;
  readonly #silences: Spans<Silence>;
  readonly #slowLinks: Spans<SlowLink>;
  /** When client threads were reported as idle, paused or cut off. */
  readonly idles: readonly Idle[];
  /** Faults that may hold up what clients send. */
  readonly heldUp: readonly Fault[];
  readonly #idleAt: Spans<Idle>;
  readonly #heldUpAt: Spans<Fault>;
  readonly #moves: readonly Move[];
  /** Whether there is a trace. */
  #isTraced = false;
  /** Reports that were contradicted, in words. */
  readonly #broken = new Map<Silence | Idle | SlowLink, string>();

  constructor(history: History, { nodes, concurrency }: TestPlan, clients: Clients) {
    this.#clients = clients;
    this.#concurrency = concurrency;
    this.#silences = new Spans(silencesOf(history, nodes));
    this.#slowLinks = new Spans(slowLinksOf(history, nodes));
    this.#moves = movesOf(history);
    this.idles = idlesOf(history);
    this.heldUp = clientFaultsOf(history);
    this.#idleAt = new Spans(this.idles);
    this.#heldUpAt = new Spans(this.heldUp);
  }

  /** `writtenNs`: when the write was sent that the record acknowledges. */
  take(record: TraceRecord, writtenNs: number | undefined): void {
    this.#isTraced = true;
    if (record.kind === 'sent') this.#sent(record);
    if (record.kind === 'connected' && record.resumed) this.#resumed(record);
    if (isReceived(record)) this.#received(record, writtenNs);
  }

  reasons(): readonly string[] {
    const broken = [
      ...this.#broken.values(),
      ...(this.#isTraced ? this.#moves.filter(isUnseen).map(moveText) : []),
    ];
    return broken.map(did => `${did}: ${NO_BITE}`);
  }

  #resumed({ client, time }: ConnectedRecord): void {
    const process = this.#clients.processOf(client);
    if (process === undefined) return;
    for (const move of this.#moves)
      move.isSeen ||=
        move.threads.has(process % this.#concurrency) && time >= move.fromNs && time <= move.toNs;
  }

  /** A request left a client. One that was given up may yet close its session, a fault of clients may have held it up,
   *  and sessions stay alive by requests whose xid is negative. */
  #sent({ client, xid, time, request }: TraceRecord & { readonly kind: 'sent' }): void {
    if (xid < 0 || request.f === 'closeSession') return;
    const isHeldUp = this.#heldUpAt.at(time).length > 0;
    if (!isHeldUp) this.#awake('idle', client, { time, did: `sent ${request.f}` });
  }

  /** A client did something at a time at which its thread was perhaps reported as unable to. */
  #awake(
    why: Idle['why'],
    client: number,
    { time, did }: { readonly time: number; readonly did: string },
  ): void {
    const process = this.#clients.processOf(client);
    if (process === undefined) return;
    const thread = process % this.#concurrency;
    for (const idle of this.#idleAt.at(time)) {
      if (idle.why !== why || time <= idle.fromNs || time >= idle.toNs) continue;
      if (!idle.threads.has(thread)) continue;
      this.#breaks(
        idle,
        `process ${process}, which was reported as ${why}, ${did} at ${seconds(time)}`,
      );
    }
  }

  #received(record: Received, writtenNs: number | undefined): void {
    const { client, time, kind } = record;
    const node = this.#clients.nodeOf(client);
    for (const why of ['paused', 'cut off'] as const)
      this.#awake(why, client, {
        time,
        did: kind === 'connected' ? 'connected' : `received a ${kind}`,
      });
    if (node === undefined) return;
    if (writtenNs !== undefined) this.#timed(node, writtenNs, time);
    for (const silence of this.#silences.at(time)) {
      if (silence.node !== node) continue;
      const since = silence.from === 'anything' ? time - IN_FLIGHT_MS * MS : writtenNs;
      if (since === undefined || since < silence.fromNs || time > silence.toNs) continue;
      const did =
        silence.from === 'anything' ? 'sent something to a client' : 'acknowledged a write';
      this.#breaks(
        silence,
        `${node}, which was reported as ${silence.why}, ${did} at ${seconds(time)}`,
      );
    }
  }

  /** A write that was acknowledged faster than the links to its node let it be. */
  #timed(node: string, sentNs: number, answeredNs: number): void {
    const link = this.#slowLinks
      .at(answeredNs)
      .find(each => each.node === node && sentNs >= each.fromNs);
    const tookNs = answeredNs - sentNs;
    if (link === undefined || tookNs >= link.leastNs) return;
    this.#breaks(
      link,
      `${node}, whose links were reported as slow, acknowledged a write ${(tookNs / MS).toFixed(1)} ms after it was sent, at ${seconds(answeredNs)}`,
    );
  }

  /** Keeps the first contradiction of a report. */
  #breaks(report: Silence | Idle | SlowLink, did: string): void {
    if (!this.#broken.has(report)) this.#broken.set(report, did);
  }
}
