import { expect, test } from 'vitest';
import type { TrackRecordEntry } from '../../../src/cli/track-record/entry.ts';
import type { TryResult } from '../../../src/cli/track-record/reproduce.ts';
import { entryCode, entryLine, tryLine } from '../../../src/cli/track-record/text.ts';

const ENTRY: TrackRecordEntry = {
  name: 'ticket',
  promise: '',
  workload: 'register',
  nemeses: [],
  options: {},
  affected: '1',
  control: { server: '2' },
  anomalies: ['lost-write'],
};
const FOUND: TryResult = {
  kind: 'affected',
  server: '1',
  seed: 2,
  options: {},
  outcome: 'found',
  types: ['lost-write', 'phantom'],
  seconds: 95.6,
  shownAt: 82.7,
  folder: 'results/a',
  said: '',
};
const { shownAt: _, ...WITHOUT_TIME } = FOUND;
const CLEAN: TryResult = {
  ...WITHOUT_TIME,
  ...{ kind: 'control', server: '2', outcome: 'valid', types: [] },
};

test('a try: version, seed, anomalies, when it had shown, time, folder', () => {
  expect(tryLine(ENTRY, FOUND)).toBe(
    'ticket: 1, seed 2: found: lost-write, phantom, 83 s into a run of 96 s (results/a)',
  );
  expect(tryLine(ENTRY, CLEAN)).toBe(
    'ticket: control 2, seed 2: valid, in a run of 96 s (results/a)',
  );
});

test('an entry: its rate, each time at which it had shown, the median of the runs, and the controls', () => {
  const missed: TryResult = { ...WITHOUT_TIME, outcome: 'valid', types: [] };
  const results = [FOUND, missed, { ...FOUND, seconds: 10, shownAt: 4 }, CLEAN];
  expect(entryLine(ENTRY, results)).toBe(
    'ticket: found in 2 of 3 runs of 1, 4, 83 s into runs of 96 s (median); control 2: 1 of 1 valid',
  );
});

test('an entry whose anomalies name no operation: the median alone', () =>
  expect(entryLine(ENTRY, [WITHOUT_TIME, CLEAN])).toBe(
    'ticket: found in 1 of 1 runs of 1, in runs of 96 s (median); control 2: 1 of 1 valid',
  ));

test('an entry that was not found has no times', () =>
  expect(entryLine(ENTRY, [{ ...WITHOUT_TIME, outcome: 'valid' }, CLEAN])).toBe(
    'ticket: found in 0 of 1 runs of 1; control 2: 1 of 1 valid',
  ));

test.each([
  [0, 'found, and the control is valid', [FOUND, CLEAN]],
  [0, 'found, where there is no control', [FOUND]],
  [1, 'the control is invalid by anything', [FOUND, { ...CLEAN, outcome: 'other' as const }]],
  [2, 'the control is unknown', [FOUND, { ...CLEAN, outcome: 'unknown' as const }]],
  [2, 'it was not found', [{ ...FOUND, outcome: 'other' as const }, CLEAN]],
])('%i: %s', (code, _, results) => expect(entryCode(results)).toBe(code));
