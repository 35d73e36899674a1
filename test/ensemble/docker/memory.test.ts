import { expect, test } from 'vitest';
import { timesReached } from '../../../src/ensemble/docker/memory.ts';

test.each([
  ['version 1 of control groups', '37\noom_kill_disable 0\nunder_oom 0\noom_kill 2\n', 37],
  ['version 2', 'low 0\nhigh 4\nmax 37\noom 2\noom_kill 2\noom_group_kill 0\n', 37],
  ['a server that has ended', '', 0],
])('the kernel counts how often a limit was reached: %s', (_, text, times) =>
  expect(timesReached(text)).toBe(times),
);
