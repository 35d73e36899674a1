/** A sample of the bugs that can be planted in the sim is found, and named rightly, by the workload that is named
 *  for each or by `api`: the smaller form of `npm run mutants`, which begins at the runs of docs/mutants.md. */
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

test('every eighth bug is found, and named rightly', { timeout: 600_000 }, async () => {
  const { out, code } = await mutants('--again', 'docs/mutants.md', '8');
  expect(out).not.toContain('NOT ');
  expect(code).toBe(0);
});

test('mutants that change a reply at the wire are found', { timeout: 600_000 }, async () => {
  const { out } = await mutants('--auto', '4', '1');
  expect(out).toContain('4 mutants: ');
  expect(out).not.toContain('| missed |');
});
