/** Whole runs on the sim: the digests of its servers are stored and compared. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverDigests } from '../../../src/judge/servers/digests.ts';
import { readVerdictIfAny } from '../../../src/store/results.ts';
import { zoobreak } from '../../kit/zoobreak.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-digests-'));
});
afterAll(() => rm(folder, { recursive: true }));

const RUN = ['run', '--target', 'sim', '--workload', 'set', '--seed', '1', '--time-limit', '10'];

async function servers(...flags: readonly string[]) {
  await zoobreak([...RUN, '--nemesis', 'kill', '--quiet', ...flags], { folder });
  return serversIn(join(folder, 'results/latest'));
}

async function serversIn(run: string) {
  const { checks = [] } = (await readVerdictIfAny(run)) ?? {};
  return checks.find(({ name }) => name === 'servers')?.verdict;
}

test('honest servers have the same digest', async () => {
  expect(await servers()).toMatchObject({ valid: true, counts: { 'digests compared': 1 } });
});

test('a server that skips creates of others has another digest, and the run is invalid', async () => {
  expect(await servers('--bug', 'replica-misses-creates')).toMatchObject({
    valid: false,
    anomalies: [
      {
        type: 'replica-divergence',
        seen: expect.stringMatching(/^digests of all znodes at zxid 0x\w+: \d+ on n1, \d+ on n2/),
      },
    ],
  });
});

test('a stored run whose digests are changed is invalid when it is checked again', async () => {
  await servers();
  const run = join(folder, 'results/latest');
  const [[node, digests] = ['n1', new Map()]] = serverDigests(run);
  const [[zxid, digest] = [0n, 0n]] = digests;
  await writeFile(join(run, 'nodes', node, 'digests'), `${zxid.toString(16)}: ${digest + 1n}\n`);
  await rm(join(run, 'manifest.json'));
  await zoobreak(['check', 'results/latest'], { folder });
  expect(await serversIn(run)).toMatchObject({ valid: false });
});
