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
  folder: 'results/a',
  said: '',
};
const CLEAN: TryResult = { ...FOUND, kind: 'control', server: '2', outcome: 'valid', types: [] };

test('a try: version, seed, anomalies, time, folder', () => {
  expect(tryLine(ENTRY, FOUND)).toBe(
    'ticket: 1, seed 2: found: lost-write, phantom in 96 s (results/a)',
  );
  expect(tryLine(ENTRY, CLEAN)).toBe('ticket: control 2, seed 2: valid in 96 s (results/a)');
});

test('an entry: its rate, the median of the time, and the controls', () => {
  const missed: TryResult = { ...FOUND, outcome: 'valid', types: [] };
  const results = [{ ...FOUND, seconds: 10 }, missed, FOUND, CLEAN];
  expect(entryLine(ENTRY, results)).toBe(
    'ticket: found in 2 of 3 runs of 1, median 96 s; control 2: 1 of 1 valid',
  );
});

test.each([
  [0, 'found, and the control is valid', [FOUND, CLEAN]],
  [0, 'found, where there is no control', [FOUND]],
  [1, 'the control is invalid by anything', [FOUND, { ...CLEAN, outcome: 'other' as const }]],
  [2, 'the control is unknown', [FOUND, { ...CLEAN, outcome: 'unknown' as const }]],
  [2, 'it was not found', [{ ...FOUND, outcome: 'other' as const }, CLEAN]],
])('%i: %s', (code, _, results) => expect(entryCode(results)).toBe(code));
