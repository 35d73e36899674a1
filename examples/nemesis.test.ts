/** The nemesis `nap` on the sim, a model of ZooKeeper in this process: its faults take effect and heal. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const MODULE = fileURLToPath(new URL('nemesis.ts', import.meta.url));

test('each nap and each waking is verified', { timeout: 60_000 }, async () => {
  const what = ['--target', 'sim', '--nemesis', MODULE, '--seed', '7', '--json'];
  const load = ['--nemesis-interval', '1', '--time-limit', '10', '--rate', '20'];
  const { stdout } = await promisify(execFile)('npx', ['zoobreak', 'run', ...what, ...load]);
  const [{ coverage }] = JSON.parse(stdout).runs;
  expect(coverage['nap applied']).toBeGreaterThan(0);
  expect(coverage['nap verified']).toBe(coverage['nap applied']);
  expect(coverage['wake verified']).toBe(coverage['wake applied']);
});
