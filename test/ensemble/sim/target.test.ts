import { expect, test } from 'vitest';
import { rulesOf } from '../../../src/ensemble/sim/target.ts';
import { seededRandom } from '../../../src/random.ts';

const intervals = (bug?: string): ReadonlySet<number> =>
  new Set(Array.from({ length: 50 }, (_, seed) => rulesOf(seededRandom(seed), bug).snapshotEvery));

test('the seed draws how often servers take a snapshot; a bug that names an interval keeps it', () => {
  expect([...intervals()].sort((a, b) => a - b)).toEqual([20, 50, 100, 250, 1_000]);
  expect(intervals('snapshot-ahead')).toEqual(new Set([25]));
});

test('the draw moves no other stream', () => {
  const random = seededRandom(1);
  rulesOf(random);
  expect(random.stream('network').float()).toBe(seededRandom(1).stream('network').float());
});
