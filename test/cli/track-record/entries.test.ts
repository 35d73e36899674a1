import { expect, test } from 'vitest';
import { isAnomalyType } from '../../../src/anomalies.ts';
import { allowed } from '../../../src/cli/catalogue.ts';
import { TRACK_RECORD } from '../../../src/cli/track-record/entries.ts';
import { workloads } from '../../../workloads/registry.ts';

test('names are different', () =>
  expect(new Set(TRACK_RECORD.map(({ name }) => name)).size).toBe(TRACK_RECORD.length));

test.each(TRACK_RECORD)('$name: workload, faults and anomalies exist', entry => {
  expect(workloads.map(({ name }) => name)).toContain(entry.workload);
  const nemeses = entry.nemeses.map(text => text.split(':')[0]);
  expect(allowed().names.nemeses).toEqual(expect.arrayContaining(nemeses));
  expect(entry.anomalies.every(isAnomalyType)).toBe(true);
  expect(entry.anomalies).not.toEqual([]);
});
