import { expect, test } from 'vitest';
import { syncPlan } from '../../../src/ensemble/sim/sync-plan.ts';

const leader = { base: 10, zxids: [11, 12, 15], learnerSnapshot: 0 };

test.each([
  ['at the same point', 15, { kind: 'diff', after: 15 }],
  ['behind, within what the leader can tell', 12, { kind: 'diff', after: 12 }],
  ['at the oldest the leader can tell from', 10, { kind: 'diff', after: 10 }],
  ['further behind than the leader can tell', 9, { kind: 'snapshot' }],
  ['beyond the leader', 20, { kind: 'truncate', after: 15 }],
  ['at one that the leader never had', 13, { kind: 'truncate', after: 12 }],
] as const)('a learner %s', (_, learnerLast, plan) => {
  expect(syncPlan({ ...leader, learnerLast })).toEqual(plan);
});

test('what is in its snapshot cannot be taken back: the learner gets another', () => {
  expect(syncPlan({ ...leader, learnerLast: 13, learnerSnapshot: 13 })).toEqual({
    kind: 'snapshot',
  });
});
