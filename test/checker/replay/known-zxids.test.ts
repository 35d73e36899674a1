import { expect, test } from 'vitest';
import { KnownZxids } from '../../../src/checker/replay/known-zxids.ts';

const known = new KnownZxids(() => [7, 3, 4, 3, 9]);

test.each([
  [0, 1],
  [2, 5],
  [3, 5],
  [5, 6],
  [6, 8],
  [8, 10],
  [20, 21],
])('after %i the next unknown zxid is %i', (after, next) => expect(known.next(after)).toBe(next));

test.each([
  [10, 10],
  [9, 8],
  [7, 6],
  [4, 2],
  [1, 1],
])('up to %i the last unknown zxid is %i', (upTo, last) => expect(known.last(upTo)).toBe(last));

test('nothing is known -> every zxid is unknown', () => {
  const nothing = new KnownZxids(() => []);
  expect([nothing.next(4), nothing.last(4)]).toEqual([5, 4]);
});
