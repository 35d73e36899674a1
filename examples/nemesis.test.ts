/** The nemesis `nap` on the sim, a model of ZooKeeper in this process: its faults take effect and heal. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const MODULE = fileURLToPath(new URL('nemesis.ts', import.meta.url));

test('each nap and each waking is verified', { timeout: 60_000 }, async () => {
  const flags = ['--target', 'sim', '--nemesis', MODULE, '--nemesis-interval', '1', '--json'];
  const command = ['zoobreak', 'run', ...flags, '--time-limit', '10', '--rate', '20'];
  const { stdout } = await promisify(execFile)('npx', command);
  const [{ coverage }] = JSON.parse(stdout).runs;
  expect(coverage['nap applied']).toBeGreaterThan(0);
  expect(coverage['nap verified']).toBe(coverage['nap applied']);
  expect(coverage['wake verified']).toBe(coverage['wake applied']);
});
