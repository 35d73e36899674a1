/** A sample of the bugs that can be planted in the sim is found, and named rightly, by the workload that is named
 *  for each or by `api`: the smaller form of `npm run mutants`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What it prints, and its exit code. */
function mutants(
  ...args: readonly string[]
): Promise<{ readonly out: string; readonly code: unknown }> {
  const child = spawn(process.execPath, ['dist/test/oracle/mutants.js', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', code => done({ out, code }));
  });
}

/** One bug each of quorums, leaders, replicas, freezing, application and storage of changes. */
const SAMPLE = [
  ...['answer-uncommitted', 'deposed-leader', 'replica-diverges', 'replica-freezes'],
  ...['write-applied-twice', 'replica-misses-creates', 'replica-misses-deletes'],
];

test('a bug of each kind is found, and named rightly', { timeout: 600_000 }, async () => {
  const { out, code } = await mutants(...SAMPLE);
  expect(out).not.toContain('NOT ');
  expect(code).toBe(0);
});
