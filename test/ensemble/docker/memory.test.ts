import { expect, test } from 'vitest';
import { memoryIn } from '../../../src/ensemble/docker/memory.ts';

test('what the kernel can take back is no memory that a server keeps', () => {
  const stats = { active_file: 12, inactive_file: 3, pgmajfault: 36 };
  expect(memoryIn({ usage: 57, stats })).toEqual({ keptBytes: 42, majorFaults: 36 });
});

test('a server that has ended keeps none', () =>
  expect(memoryIn({})).toEqual({ keptBytes: 0, majorFaults: 0 }));
