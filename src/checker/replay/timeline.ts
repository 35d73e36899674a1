/** The order in which the replay goes through a trace: by the zxids that servers claim. A transaction comes
 * before the reads of its state. Transactions that no reply carries are known from what mentions them: a
 * zxid in a stat or in an event. */

import { takesZxid } from './effects.ts';
import { Evidence } from './evidence.ts';
import type { Findings } from './findings.ts';
import { CONFIG } from './model/paths.ts';
import { type Connection, indexOf, type Operation } from './operations.ts';
import type { Paired } from './pairing.ts';
import { eachShown } from './shown.ts';
import type { TraceResult, TraceStat, WatchEventName } from './trace.ts';
import { operationText } from './words.ts';
import { epochOf, hex } from './zxid.ts';

/** What a stat or an event says of a transaction that no reply carries. */
export interface Mention {
  readonly kind: 'created' | 'set' | 'children' | 'deleted';
  readonly path: string;
  readonly result: TraceResult | undefined;
  /** Who mentions it. */
  readonly operation: Operation | undefined;
  readonly connection: Connection;
  /** When it arrived, in nanoseconds. */
  readonly time: number;
}

/** A transaction that only mentions show. */
export interface Hidden {
  readonly zxid: number;
  readonly mentions: Mention[];
}

export interface Timeline {
  /** Operations by zxid; the transaction with a zxid comes first. */
  readonly operations: readonly Operation[];
  readonly hidden: readonly Hidden[];
  /** The operation of each zxid that a transaction took: the next one to find a gap. */
  readonly taken: ReadonlyMap<number, Operation>;
  readonly evidence: Evidence;
  /** When the first reply of each epoch arrived, in nanoseconds. */
  readonly epochStarts: ReadonlyMap<number, number>;
}

export function timelineOf({ answered, connections }: Paired, findings: Findings): Timeline {
  const taken = new Map<number, Operation>();
  for (const operation of answered) {
    if (takesZxid(operation)) take(taken, operation, findings);
  }
  const hidden = new Mentions(taken);
  for (const operation of answered) hidden.ofReply(operation);
  for (const connection of connections) hidden.ofEvents(connection);
  const epochStarts = startsOf(answered);
  const operations = answered.sort(byZxid(taken));
  const evidence = new Evidence(operations);
  return { operations, hidden: hidden.sorted(), taken, evidence, epochStarts };
}

function startsOf(answered: readonly Operation[]): ReadonlyMap<number, number> {
  const starts = new Map<number, number>();
  for (const { reply } of answered) {
    const epoch = epochOf(reply?.zxid ?? 0);
    if (reply && !starts.has(epoch)) starts.set(epoch, reply.time);
  }
  return starts;
}

/** Equal ones keep their order: that of their replies. */
function byZxid(taken: ReadonlyMap<number, Operation>): (a: Operation, b: Operation) => number {
  const isReader = (operation: Operation): number =>
    taken.get(operation.reply?.zxid ?? 0) === operation ? 0 : 1;
  return (a, b) => (a.reply?.zxid ?? 0) - (b.reply?.zxid ?? 0) || isReader(a) - isReader(b);
}

function take(taken: Map<number, Operation>, operation: Operation, findings: Findings): void {
  const zxid = operation.reply?.zxid ?? 0;
  const before = taken.get(zxid);
  if (before === undefined) taken.set(zxid, operation);
  else {
    findings.add({
      type: 'conflicting-zxid',
      cause: hex(zxid),
      promised: 'every transaction has a zxid of its own',
      seen: `${operationText(operation)} and ${operationText(before)} carry the same zxid`,
      operations: [indexOf(before), indexOf(operation)],
    });
  }
}

/** Zxids of the roots of the tree and of /zookeeper/config belong to no request. */
const isRoot = (path: string): boolean => path === CONFIG;

/** What each event tells of its znode. */
export const changeTold: Readonly<Record<WatchEventName, Mention['kind']>> = {
  NodeCreated: 'created',
  NodeDeleted: 'deleted',
  NodeDataChanged: 'set',
  NodeChildrenChanged: 'children',
};

class Mentions {
  readonly #taken: ReadonlyMap<number, Operation>;
  readonly #hidden = new Map<number, Hidden>();

  constructor(taken: ReadonlyMap<number, Operation>) {
    this.#taken = taken;
  }

  sorted(): readonly Hidden[] {
    return [...this.#hidden.values()].sort((a, b) => a.zxid - b.zxid);
  }

  ofReply(operation: Operation): void {
    const { request, reply } = operation;
    if (reply?.result === undefined) return;
    eachShown(request, reply.result, (path, result) => {
      if (result.stat && !isRoot(path)) this.#ofStat(operation, path, result, result.stat);
    });
  }

  ofEvents(connection: Connection): void {
    for (const { zxid, path, type, time } of connection.events) {
      if (zxid <= 0 || isRoot(path)) continue;
      this.#add(zxid, {
        kind: changeTold[type],
        path,
        result: undefined,
        operation: undefined,
        connection,
        time,
      });
    }
  }

  #ofStat(operation: Operation, path: string, result: TraceResult, stat: TraceStat): void {
    const { czxid, mzxid, pzxid } = stat;
    const { connection, reply, sent } = operation;
    const common = { path, result, operation, connection, time: reply?.time ?? sent.time };
    this.#add(czxid, { kind: 'created', ...common });
    if (mzxid !== czxid) this.#add(mzxid, { kind: 'set', ...common });
    if (pzxid !== czxid) this.#add(pzxid, { kind: 'children', ...common });
  }

  #add(zxid: number, mention: Mention): void {
    if (zxid <= 0 || this.#taken.has(zxid)) return;
    const hidden = this.#hidden.get(zxid);
    if (hidden === undefined) this.#hidden.set(zxid, { zxid, mentions: [mention] });
    else if (!hidden.mentions.some(known => isSame(known, mention))) hidden.mentions.push(mention);
  }
}

/** One mention of a kind and path is enough; one with data says more than one without. */
function isSame(known: Mention, mention: Mention): boolean {
  if (known.kind !== mention.kind || known.path !== mention.path) return false;
  return (
    known.result?.stat !== undefined &&
    (known.result.data !== undefined || mention.result?.data === undefined)
  );
}
