/** Violations of a register that are proved by values of which each has one operation that makes it.
 *
 * `marks` are such values. Each script is possible as it stands; with its lie it is not, regardless of what
 * the other operations do and did, the ones that never returned among them. */
import type { Random } from '../../src/random.ts';
import type { Call, Step } from './long-histories.ts';

type Marks = readonly [number, number, number];

const write = (value: number): Call => ({ f: 'write', value });
const cas = (old: number, next: number): Call => ({ f: 'cas', value: [old, next] });
const READ: Call = { f: 'read', value: null };

const invoke = (place: Step['place'], call: Call): Step => ({ place, does: 'invoke', call });
const effect = (place: Step['place']): Step => ({ place, does: 'effect' });
const returns = (place: Step['place'], lie?: unknown): Step => ({ place, does: 'return', lie });
const atonce = (step: Step): Step => ({ ...step, atonce: true });
export const whole = (place: Step['place'], call: Call, lie?: unknown): Step[] => [
  invoke(place, call),
  effect(place),
  returns(place, lie),
];

/** A mark is written, then overwritten by a write that began after, and is read again. */
const staleRead = ([mark, other]: Marks): Step[] => [
  ...whole(0, write(mark)),
  ...whole(1, write(other)),
  ...whole(2, READ, mark),
];

/** Two marks are written at once and both are in; who sees the second cannot see the first afterwards. */
const turnedBack = ([first, second]: Marks): Step[] => [
  invoke(0, write(first)),
  invoke(1, write(second)),
  effect(0),
  returns(0),
  invoke(2, READ),
  effect(1),
  atonce(effect(2)),
  returns(1),
  returns(2),
  invoke(2, READ),
  effect(2),
  returns(2, first),
];

/** A mark is written once and changed by two compare-and-sets. */
const changedTwice = ([mark, one, other]: Marks): Step[] => [
  invoke(0, write(mark)),
  invoke(1, cas(mark, one)),
  invoke(2, cas(mark, other)),
  effect(0),
  atonce(effect(1)),
  effect(2),
  returns(0),
  returns(1),
  returns(2, [mark, other]),
];

/** A mark whose write never returned is seen, overwritten by a write that began after, and seen again. */
const lostTwice = ([mark, other]: Marks): Step[] => [
  invoke(0, write(mark)),
  invoke(2, READ),
  effect(0),
  atonce(effect(2)),
  returns(2),
  { place: 0, does: 'never-return' },
  ...whole(1, write(other)),
  ...whole(2, READ, mark),
];

/** The same with a compare-and-set that never returned, from a mark that is written once. */
const lostCasTwice = ([mark, next, other]: Marks): Step[] => [
  invoke(0, cas(mark, next)),
  invoke(1, write(mark)),
  invoke(2, READ),
  effect(1),
  atonce(effect(0)),
  atonce(effect(2)),
  returns(1),
  returns(2),
  { place: 0, does: 'never-return' },
  ...whole(1, write(other)),
  ...whole(2, READ, next),
];

/** One of the violations that the register's operations allow. */
export function registerScript(
  random: Random,
  { marks, hasCas, hasLost }: { marks: Marks; hasCas: boolean; hasLost: boolean },
): readonly Step[] {
  const scripts = [
    staleRead,
    turnedBack,
    ...(hasCas ? [changedTwice] : []),
    ...(hasLost ? [lostTwice] : []),
    ...(hasLost && hasCas ? [lostCasTwice] : []),
  ];
  return random.pick(scripts)(marks);
}
