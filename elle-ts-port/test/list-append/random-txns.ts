/** Small random histories of transactions that read and append, some of whose reads are lies. */
import type { Chance } from '../../src/generate/chance.ts';
import type { Event } from '../../src/history/event.ts';

export type Mop = ['append', number, number] | ['r', number, number[] | null];

export interface Txn {
  readonly process: number;
  readonly type: 'ok' | 'fail' | 'info';
  /** What the reads of an ok one returned; null in others. */
  readonly mops: readonly Mop[];
  /** Indices of the invocation and the completion. */
  invoked: number;
  completed: number;
}

export const KEYS = 2;

export function randomTxns(chance: Chance): Txn[] {
  const appended = Array.from({ length: KEYS }, () => 0);
  const mop = (): Mop => {
    const key = chance.below(KEYS);
    if (chance.below(2) === 0) return ['r', key, null];
    appended[key] = (appended[key] ?? 0) + 1;
    return ['append', key, appended[key]];
  };
  const txns = Array.from({ length: 3 + chance.below(3) }, (_, process): Txn => {
    const mops = Array.from({ length: 1 + chance.below(3) }, mop);
    return { process, type: typeOf(chance.below(10)), mops, invoked: 0, completed: 0 };
  });
  execute(txns, chance);
  for (const { type, mops } of txns)
    for (const [f, key, list] of mops)
      if (type === 'ok' && f === 'r' && list && chance.below(7) === 0)
        lie(list, appended[key] ?? 0, chance);
  return txns;
}

function typeOf(tenth: number): Txn['type'] {
  if (tenth === 0) return 'info';
  return tenth === 1 ? 'fail' : 'ok';
}

/** One after the other in a random order; half of those in doubt never happen. */
function execute(txns: readonly Txn[], chance: Chance): void {
  const lists = Array.from({ length: KEYS }, (): number[] => []);
  for (const { type, mops } of shuffled(txns, chance)) {
    if (type === 'fail' || (type === 'info' && chance.below(2) === 0)) continue;
    for (const mop of mops) {
      if (mop[0] === 'append') lists[mop[1]]?.push(mop[2]);
      else if (type === 'ok') mop[2] = [...(lists[mop[1]] ?? [])];
    }
  }
}

/** The last element is missing, two change places, or there is one more. */
function lie(list: number[], appended: number, chance: Chance): void {
  const way = chance.below(3);
  const more = 1 + chance.below(Math.max(1, appended));
  if (way === 0) list.pop();
  else if (way === 1) list.push(...list.splice(chance.below(list.length + 1), 1));
  else if (more <= appended && !list.includes(more)) list.push(more);
}

/** Their events in a random order; notes their indices. */
export function eventsOf(txns: readonly Txn[], chance: Chance): Event[] {
  const events: Event[] = [];
  const waiting = shuffled(txns, chance);
  const open: Txn[] = [];
  while (waiting.length + open.length > 0) {
    const index = events.length;
    const begun = open.length === 0 || chance.below(2) === 0 ? waiting.pop() : undefined;
    const txn = begun ?? open.splice(chance.below(open.length), 1)[0];
    if (!txn) continue;
    if (begun) open.push(begun);
    if (begun) txn.invoked = index;
    else txn.completed = index;
    const isKnown = !begun && txn.type === 'ok';
    const value = isKnown
      ? txn.mops
      : txn.mops.map(mop => (mop[0] === 'r' ? ['r', mop[1], null] : mop));
    events.push({
      index,
      process: txn.process,
      f: 'txn',
      type: begun ? 'invoke' : txn.type,
      value,
    });
  }
  return events;
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(chance.below(rest.length), 1));
}
