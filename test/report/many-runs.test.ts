import { describe, expect, test } from 'vitest';
import { json } from '../../src/report/json.ts';
import { junitXml } from '../../src/report/junit.ts';
import { allMarkdown, manyRuns } from '../../src/report/many-runs.ts';
import type { CrashReport } from '../../src/report/run-report.ts';
import { INVALID, sampleRun, VALID } from '../kit/sample-run.ts';

const CRASH: CrashReport = {
  name: 'lock-kill-docker',
  setting: { server: '3.9.6', seed: '8' },
  folder: 'results/lock-kill-docker/20261122T141500',
  why: 'no quorum | after 60 s',
  again: 'npx zoobreak run --seed 8',
};
const ALL = {
  valid: false,
  reports: [sampleRun(VALID), sampleRun(INVALID)],
  crashes: [CRASH],
} as const;

test('a row a run, and a count of the verdicts', () =>
  expect(manyRuns(ALL)).toMatchInlineSnapshot(`
    "verdict  run                        server  seed  ok/s  p99 ms  seconds  folder
    VALID    register-partition-docker  3.9.6   7     2     4.0     1.0      results/register-partition-docker/20261122T141500
    INVALID  register-partition-docker  3.9.6   7     2     4.0     1.0      results/register-partition-docker/20261122T141500
    CRASH    lock-kill-docker           3.9.6   8     -     -       -        results/lock-kill-docker/20261122T141500

    3 runs: 1 valid, 1 invalid, 1 crashed
    "
  `));

describe('Markdown', () => {
  test('several runs: the table, and in full those that are not valid', () => {
    const text = allMarkdown(ALL);
    expect(text).toContain('## CRASH: 3 runs: 1 valid, 1 invalid, 1 crashed');
    expect(text.match(/^## INVALID: register/gm)).toHaveLength(1);
    expect(text).not.toContain('## VALID: register');
  });
  test('one run: as it is alone', () =>
    expect(allMarkdown({ valid: true, reports: [sampleRun(VALID)], crashes: [] })).toContain(
      '## VALID: register-partition-docker',
    ));
});

test('a crash is an error of its suite, and an entry of the JSON document', () => {
  expect(junitXml(ALL)).toMatch(/tests="3" failures="1" errors="1" skipped="0"/);
  expect(junitXml(ALL)).toContain('no quorum | after 60 s');
  expect(JSON.parse(json(ALL)).crashes).toEqual([CRASH]);
});
