import { expect, test } from 'vitest';
import type { RunReport } from '../../src/report/run-report.ts';
import { rangesOf, seedsByVerdict } from '../../src/report/seeds-by-verdict.ts';
import { INVALID, sampleRun, VALID } from '../kit/sample-run.ts';

const run = (seed: number, verdict: typeof VALID): RunReport => ({
  ...sampleRun(verdict),
  setting: { seed: `${seed}` },
});

test('a row for each verdict that there is, the worst first', () => {
  const reports = [run(1, VALID), run(2, VALID), run(3, INVALID), run(4, VALID)];
  const crash = { name: 'x', setting: { seed: '5' }, folder: '', why: 'it fell', again: '' };
  const text = seedsByVerdict({ valid: false, reports, crashes: [crash] });
  expect(text.split('\n').map(line => line.trimEnd())).toEqual([
    'verdict  runs  seeds',
    'CRASH    1     5',
    'INVALID  1     3',
    'VALID    3     1..2, 4',
    '',
    '5 runs: 3 valid, 1 invalid, 1 crashed',
    '',
  ]);
});

test('seeds in a row are a range', () => {
  expect(rangesOf([3, 1, 2, 7, -1])).toBe('-1, 1..3, 7');
});
