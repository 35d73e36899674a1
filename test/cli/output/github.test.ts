import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { annotations, githubReporter } from '../../../src/cli/output/github.ts';
import { markdown } from '../../../src/report/markdown.ts';
import { fakeTerminal } from '../../kit/fake-terminal.ts';
import { INVALID, sampleRun, UNKNOWN, VALID } from '../../kit/sample-run.ts';

test('an anomaly is an error, an unknown check a warning, a valid run nothing', () => {
  expect(annotations(sampleRun(INVALID))[0]).toMatch(
    /^::error title=register-partition-docker::Not linearizable: key k1: process 1 read 0 /,
  );
  expect(annotations(sampleRun(UNKNOWN))).toEqual([
    '::warning title=register-partition-docker::linearizable: unknown: no fault bit\n',
  ]);
  expect(annotations(sampleRun(VALID))).toEqual([]);
});

test('line breaks and percent signs do not end an annotation', () =>
  expect(
    annotations(sampleRun({ valid: 'unknown', why: '99 %\nfailed', counts: {} }))[0],
  ).toContain('99 %25%0Afailed\n'));

test('the step summary gets the report', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const path = join(folder, 'step.md');
  const terminal = fakeTerminal({ GITHUB_STEP_SUMMARY: path });
  await githubReporter(terminal).onEnd?.({
    valid: true,
    reports: [sampleRun(VALID)],
    crashes: [],
  });
  expect(await readFile(path, 'utf8')).toBe(`${markdown(sampleRun(VALID))}\n`);
  await rm(folder, { recursive: true });
});

test('the outputs name the worst verdict and the report that shows it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const path = join(folder, 'outputs');
  const reports = [sampleRun(VALID), { ...sampleRun(INVALID), folder: 'results/broken' }];
  const reporter = githubReporter(fakeTerminal({ GITHUB_OUTPUT: path }));
  await reporter.onEnd?.({ valid: false, reports, crashes: [] });
  expect(await readFile(path, 'utf8')).toBe('verdict=invalid\nreport=results/broken/report.html\n');
  await rm(folder, { recursive: true });
});
