import { expect, test } from 'vitest';
import { terseReporter } from '../../../src/cli/output/terse.ts';
import type { Verdict } from '../../../src/contract.ts';
import { INVALID, sampleRun, UNKNOWN, VALID } from '../../kit/sample-run.ts';

async function told(...verdicts: readonly Verdict[]): Promise<string> {
  let written = '';
  const reporter = terseReporter({
    out: text => {
      written += text;
    },
  });
  const reports = verdicts.map(sampleRun);
  for (const report of reports) await reporter.onRun?.(report);
  const [{ name, setting, folder, again } = sampleRun(VALID)] = reports;
  const crashes = verdicts.length > 1 ? [{ name, setting, folder, again, why: 'gone' }] : [];
  await reporter.onEnd?.({ valid: 'unknown', reports, crashes });
  return written;
}

test('nothing of a valid run', async () => expect(await told(VALID)).toBe(''));

test('a line a finding: what is invalid, unknown, or crashed', async () => {
  const run =
    'register-partition-docker, server 3.9.6, seed 7 (results/register-partition-docker/20261122T141500)';
  expect((await told(VALID, INVALID, UNKNOWN)).split('\n')).toEqual([
    expect.stringMatching(
      /^INVALID register-partition-docker, server 3\.9\.6, seed 7 \(.*\): Not linearizable: /,
    ),
    `UNKNOWN ${run}: linearizable: no fault bit`,
    `CRASH ${run}: gone`,
    '',
  ]);
});
