/** A lock that only its holder releases, where each process does one operation at a time.
 *
 * From the return of an acquire to the call of the release that ends it the process surely holds the lock:
 * its hold. The history is linearizable if and only if each process acquires and releases in turn (or as
 * often as it acquired, when the lock is re-entrant) and no two holds overlap: each acquire can then be
 * placed at its return and each release at its call. Fencing tokens must grow along the holds.
 *
 * An acquire that never returned need not have happened, and helps nobody: its process does nothing more. A
 * release that never returned ends a hold at its call. A hold without a release never ends. */
import type { Operation } from '../../history/history.ts';
import { endOf } from './interval.ts';
import { type Special, violation } from './special-result.ts';
import { operationText } from './words.ts';

interface LockKind {
  readonly isReentrant: boolean;
  /** An acquire returns a number above all that were given out before, from 1. */
  readonly isFenced: boolean;
}

interface Hold {
  readonly acquire: Operation;
  readonly from: number;
  release?: Operation;
  until: number;
}

/** What one process did so far. */
interface Turn {
  times: number;
  hold: Hold | undefined;
  /** An operation of it never returned. */
  isLost: boolean;
}

/** Returns undefined if there are other operations than acquire and release, or a process continues after one
 * that never returned. */
export function decideOwnedLock(
  operations: readonly Operation[],
  kind: LockKind,
): Special | undefined {
  const holds: Hold[] = [];
  const turns = new Map<number, Turn>();
  for (const op of operations) {
    const turn = turns.get(op.process) ?? { times: 0, hold: undefined, isLost: false };
    if (turn.isLost || (op.f !== 'acquire' && op.f !== 'release')) return undefined;
    turns.set(op.process, turn);
    const wrong = op.f === 'acquire' ? acquire(turn, op, kind, holds) : release(turn, op);
    if (wrong) return wrong;
    turn.isLost = op.type !== 'ok';
  }
  holds.sort((a, b) => a.from - b.from);
  const wrong = overlap(holds) ?? (kind.isFenced ? shrinking(holds) : undefined);
  return wrong ?? { kind: 'linearizable' };
}

function acquire(
  turn: Turn,
  op: Operation,
  { isReentrant }: LockKind,
  holds: Hold[],
): Special | undefined {
  if (op.type !== 'ok') return undefined;
  if (turn.hold && !isReentrant)
    return violation([turn.hold.acquire, op], `${operationText(op)} took what its process held`);
  turn.times += 1;
  if (turn.hold) return undefined;
  turn.hold = { acquire: op, from: endOf(op), until: Number.POSITIVE_INFINITY };
  holds.push(turn.hold);
  return undefined;
}

function release(turn: Turn, op: Operation): Special | undefined {
  if (!turn.hold)
    return op.type === 'ok'
      ? violation([op], `${operationText(op)} released what its process did not hold`)
      : undefined;
  turn.times -= 1;
  if (turn.times > 0) return undefined;
  turn.hold.release = op;
  turn.hold.until = op.index;
  turn.hold = undefined;
  return undefined;
}

function overlap(holds: readonly Hold[]): Special | undefined {
  for (const [at, hold] of holds.entries()) {
    const before = holds[at - 1];
    if (!before || before.until < hold.from) continue;
    return violation(
      [before.acquire, ...(before.release ? [before.release] : []), hold.acquire],
      `${operationText(hold.acquire)} returned while process ${before.acquire.process} held the lock: ` +
        `${operationText(before.acquire)} had returned, and ${before.release ? 'its release had not begun' : 'it was never released'}`,
    );
  }
  return undefined;
}

function shrinking(holds: readonly Hold[]): Special | undefined {
  let last: Operation | undefined;
  for (const { acquire } of holds) {
    if (!(Number(acquire.output) > Number(last?.output ?? 0)))
      return violation(
        last ? [last, acquire] : [acquire],
        `${operationText(acquire)} was given no higher number than ${last ? operationText(last) : '0'}, and came later`,
      );
    last = acquire;
  }
  return undefined;
}
