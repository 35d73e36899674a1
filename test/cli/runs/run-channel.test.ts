import { expect, test } from 'vitest';
import { startedIn } from '../../../src/cli/runs/run-channel.ts';

test('a message that a run has started holds its folder', () =>
  expect(startedIn({ started: '/results/lock-kill-sim/1' })).toBe('/results/lock-kill-sim/1'));

test.each([null, 'seed 7, results in results/x', { started: 7 }, {}])(
  '%j is another message',
  message => expect(startedIn(message)).toBeUndefined(),
);
