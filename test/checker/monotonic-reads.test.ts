import { expect, test } from 'vitest';
import { stepsBack } from '../../src/checker/monotonic-reads.ts';
import type { Operation } from '../../src/history/history.ts';
import { history } from '../kit/notation.ts';

/** Readings of these ranks, one for each operation. */
const found = (operations: readonly Operation[], ...ranks: readonly number[]) =>
  stepsBack(
    operations.flatMap((op, at) => {
      const rank = ranks[at];
      return rank === undefined ? [] : [{ op, rank: BigInt(rank), text: `version ${rank}` }];
    }),
  );

test('a session reads 2, then 1 -> monotonic-reads; two sessions -> nothing', () => {
  const same = history('0=r:2 0=r:1').operations();
  expect(found(same, 2, 1)).toMatchObject([
    {
      type: 'monotonic-reads',
      seen: 'process 0 saw version 1 on n1 at 0.003 s, after version 2 on n1 at 0.001 s',
      operations: [0, 1, 2, 3],
    },
  ]);
  expect(found(same, 1, 1)).toEqual([]);
  expect(found(history('0=r:2 1=r:1').operations(), 2, 1)).toEqual([]);
});
