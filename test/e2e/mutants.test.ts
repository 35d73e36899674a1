/** Every bug that can be planted in the sim is found, and named rightly, by the workload and the faults that
 *  are named for it: the smaller form of `npm run mutants`, which begins at the seeds of docs/mutants.md. */
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

test('every bug is found within 20 seeds, and named rightly', { timeout: 600_000 }, async () => {
  const { out, code } = await mutants('--again', 'docs/mutants.md');
  expect(out).not.toContain('NOT ');
  expect(code).toBe(0);
});
