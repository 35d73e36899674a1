import { expect, test } from 'vitest';
import { bugs, rulesWith } from '../../../src/ensemble/sim/bugs.ts';
import { workloads } from '../../../workloads/registry.ts';

test('every bug is looked for by a workload', () => {
  const names = workloads.map(({ name }) => name);
  expect(bugs.filter(({ shownBy }) => !names.includes(shownBy.workload))).toEqual([]);
});

test('an unknown bug is refused with the names of those that there are', () => {
  expect(() => rulesWith('nope')).toThrow(
    /^bug: expected one of read-uncommitted, .*, found nope$/,
  );
});
