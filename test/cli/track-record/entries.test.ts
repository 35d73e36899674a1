import { expect, test } from 'vitest';
import { nemeses } from '../../../nemesis/registry.ts';
import { isAnomalyType } from '../../../src/anomalies.ts';
import { allowed } from '../../../src/cli/catalogue.ts';
import { stepProblems } from '../../../src/cli/schedule/check-steps.ts';
import { TRACK_RECORD } from '../../../src/cli/track-record/entries.ts';
import { scheduleFile } from '../../../src/cli/track-record/schedules.ts';
import { readSchedule } from '../../../src/store/schedule.ts';
import { workloads } from '../../../workloads/registry.ts';

test('names are different', () =>
  expect(new Set(TRACK_RECORD.map(({ name }) => name)).size).toBe(TRACK_RECORD.length));

test.each(TRACK_RECORD)('$name: workload, faults and anomalies exist', entry => {
  expect(workloads.map(({ name }) => name)).toContain(entry.workload);
  const names = entry.nemeses.map(text => text.split(':')[0]);
  expect(allowed().names.nemeses).toEqual(expect.arrayContaining(names));
  expect(names.length > 0).toBe(entry.schedule === undefined);
  expect(entry.anomalies.every(isAnomalyType)).toBe(true);
  expect(entry.anomalies).not.toEqual([]);
});

const SCHEDULED = TRACK_RECORD.flatMap(({ name, schedule, options }) =>
  schedule === undefined ? [] : [{ name, schedule, nodeCount: Number(options.nodes) }],
);

test.each(SCHEDULED)('$name: every step of its schedule can be done', async entry => {
  const { steps } = await readSchedule(scheduleFile(entry.schedule));
  expect(stepProblems(steps, { nemeses, nodeCount: entry.nodeCount })).toEqual([]);
});

test('a schedule that is not there is named', () =>
  expect(() => scheduleFile('none.yaml')).toThrow('schedules/none.yaml: expected beside src/'));
