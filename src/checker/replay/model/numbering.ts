/** The numbers of sequential znodes. A server numbers a child by the creations under its parent so far; a creation
 * that the replay discovers late gets the number that was next at its zxid. */
import type { Znode } from './znode.ts';

/** Numbers a mark has: a zxid, the next number before it, and the next number after it. Between the marks of a znode
 * lie the creations that were counted but not found. */
const WIDTH = 3;

type Parent = Pick<Znode, 'creates' | 'marks'>;

/** Returns the number of a sequential child that is created at a zxid. */
export function numberAt({ creates, marks }: Parent, zxid: number): number {
  const at = placeOf(marks, zxid);
  if (at === marks.length) return creates;
  return marks[at - 1] ?? 0;
}

/** Counts one more creation at a zxid; returns what reverts that. */
export function countCreation(parent: Parent, zxid: number): () => void {
  const { marks } = parent;
  const at = placeOf(marks, zxid);
  const number = numberAt(parent, zxid);
  const isCounted = at < marks.length && (marks[at + 1] ?? 0) > number;
  if (at === marks.length) marks.push(zxid, number, number + 1);
  else marks.splice(at, 0, zxid, number, number + 1);
  if (!isCounted) parent.creates++;
  return () => {
    marks.splice(at, WIDTH);
    if (!isCounted) parent.creates--;
  };
}

/** Takes over a number of creations that a stat shows: the last of them was not after `zxid`. */
export function adoptCreations(parent: Parent, creates: number, zxid: number): void {
  parent.creates = creates;
  const { marks } = parent;
  if (placeOf(marks, zxid) === marks.length && marks.at(-1) !== creates)
    marks.push(zxid, creates, creates);
}

/** Returns the zxids of the last creations that are known, the latest first. */
export function lastCreations({ marks }: Pick<Parent, 'marks'>, most: number): readonly number[] {
  const found: number[] = [];
  for (let at = marks.length - WIDTH; at >= 0 && found.length < most; at -= WIDTH)
    found.push(marks[at] ?? 0);
  return found;
}

/** Returns the position of the first mark behind a zxid. */
function placeOf(marks: readonly number[], zxid: number): number {
  let at = marks.length;
  while (at > 0 && (marks[at - WIDTH] ?? 0) > zxid) at -= WIDTH;
  return at;
}
