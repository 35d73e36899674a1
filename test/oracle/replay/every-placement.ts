/** Judges tiny traces by trying everything: each write in doubt happened at each free zxid, or not at all. */
import type { ReplyRecord, SentRecord, TraceRecord } from '../../../src/checker/replay/trace.ts';
import { emptyTree, isTinyWrite, type TinyRequest, type TinyTree, tinyStep } from './tiny-model.ts';

interface TinyOperation {
  readonly client: number;
  readonly request: TinyRequest;
  /** Positions in the trace; the reply's is infinite if there is none. */
  readonly sentAt: number;
  repliedAt: number;
  reply: ReplyRecord | undefined;
  /** The largest zxid that any client had seen when it was sent. */
  readonly seen: number;
}

interface Placed {
  readonly operation: TinyOperation;
  readonly zxid: number;
}

/** Tests whether some placement of the writes in doubt explains every reply. */
export function isExplainable(records: readonly TraceRecord[]): boolean {
  const operations = operationsOf(records);
  if (!isOrdered(operations)) return false;
  const answered = operations.filter(({ reply }) => reply !== undefined);
  const doubtful = operations.filter(one => one.reply === undefined && isTinyWrite(one.request));
  const largest = Math.max(0, ...answered.map(zxidOf));
  return placements(doubtful, new Set(takenBy(answered)), largest).some(placed =>
    agrees(answered, placed),
  );
}

function operationsOf(records: readonly TraceRecord[]): readonly TinyOperation[] {
  const operations: TinyOperation[] = [];
  let seen = 0;
  for (const [at, record] of records.entries()) {
    if (record.kind === 'sent') operations.push(operationOf(record, at, seen));
    if (record.kind !== 'reply') continue;
    const own = operations.find(one => one.client === record.client && one.reply === undefined);
    if (own === undefined) throw new TypeError('expected a request for each reply');
    own.reply = record;
    own.repliedAt = at;
    seen = Math.max(seen, record.zxid);
  }
  return operations;
}

function operationOf({ client, request }: SentRecord, sentAt: number, seen: number): TinyOperation {
  const common = { client, sentAt, seen, reply: undefined, repliedAt: Number.POSITIVE_INFINITY };
  return { ...common, request: request as TinyRequest };
}

const zxidOf = ({ reply }: TinyOperation): number => reply?.zxid ?? 0;

const takenBy = (answered: readonly TinyOperation[]): readonly number[] =>
  answered.filter(({ request }) => isTinyWrite(request)).map(zxidOf);

/** A session sees no older state than before, each write has a zxid of its own, and a larger one than everything
 * that was seen before it was sent. */
function isOrdered(operations: readonly TinyOperation[]): boolean {
  const answered = operations.filter(({ reply }) => reply !== undefined);
  const taken = takenBy(answered);
  if (new Set(taken).size < taken.length) return false;
  return answered.every(
    one =>
      (!isTinyWrite(one.request) || zxidOf(one) > one.seen) &&
      answered.every(
        other =>
          other.client !== one.client ||
          other.repliedAt >= one.repliedAt ||
          zxidOf(other) <= zxidOf(one),
      ),
  );
}

/** Every way to place the writes in doubt. Those of one client keep their order, and come after its replies. */
function placements(
  [first, ...rest]: readonly TinyOperation[],
  taken: ReadonlySet<number>,
  largest: number,
): readonly (readonly Placed[])[] {
  if (first === undefined) return [[]];
  const without = placements(rest, taken, largest);
  const all = [...without];
  for (let zxid = first.seen + 1; zxid <= largest; zxid++) {
    if (taken.has(zxid)) continue;
    for (const others of placements(rest, new Set([...taken, zxid]), largest)) {
      const own = others.filter(({ operation }) => operation.client === first.client);
      if (own.every(other => other.zxid > zxid)) all.push([{ operation: first, zxid }, ...others]);
    }
  }
  return all;
}

function agrees(answered: readonly TinyOperation[], placed: readonly Placed[]): boolean {
  const writes = [
    ...placed,
    ...answered
      .filter(({ request }) => isTinyWrite(request))
      .map(operation => ({ operation, zxid: zxidOf(operation) })),
  ].sort((a, b) => a.zxid - b.zxid);
  if (!placed.every(one => isBehindReplies(one, answered))) return false;
  let tree: TinyTree = emptyTree;
  let next = 0;
  const readsUpTo = (zxid: number): boolean => {
    const reads = answered.filter(
      one => !isTinyWrite(one.request) && zxidOf(one) >= next && zxidOf(one) < zxid,
    );
    next = zxid;
    return reads.every(one => isSame(one, tinyStep(tree, one.request, 0).answer));
  };
  for (const { operation, zxid } of writes) {
    if (!readsUpTo(zxid)) return false;
    const after = tinyStep(tree, operation.request, zxid);
    if (operation.reply !== undefined && !isSame(operation, after.answer)) return false;
    tree = after.tree;
  }
  return readsUpTo(Number.POSITIVE_INFINITY);
}

/** A write in doubt was sent behind the operations of its client that were answered. */
function isBehindReplies({ operation, zxid }: Placed, answered: readonly TinyOperation[]): boolean {
  return answered.every(one => one.client !== operation.client || zxidOf(one) < zxid);
}

function isSame(
  { reply }: TinyOperation,
  { err, result }: { readonly err: number; readonly result: ReplyRecord['result'] },
): boolean {
  if (reply?.err !== err) return false;
  return err !== 0 || text(reply.result ?? {}) === text(result ?? {});
}

const text = (value: object): string =>
  JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'bigint' ? String(field) : sorted(field),
  );

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
