/** What a run does while its ensemble starts and no quorum is found. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startZoobreak } from '../kit/zoobreak.ts';

/** A ZooKeeper that waits for a second member, which is nowhere. */
const PROFILE = {
  schema: 1,
  name: 'lonely',
  doc: 'a server that never finds a quorum',
  image: '3.9.6',
  environment: {
    ZOO_VERSION: '3.9.6',
    ZOO_MY_ID: '{{id}}',
    ZOO_SERVERS: 'server.{{id}}={{host}}:2888:3888;2181 server.9=192.0.2.1:2888:3888;2181',
    ZOO_4LW_COMMANDS_WHITELIST: '*',
  },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-start-'));
  await writeFile(join(folder, 'lonely.json'), JSON.stringify(PROFILE));
});
afterAll(() => rm(folder, { recursive: true }));

/** The number of containers that a process has made. */
async function containersOf(pid: number | undefined): Promise<number> {
  const filters = { label: ['zoobreak'] };
  const found = await new Docker().listContainers({ all: true, filters });
  return found.filter(({ Labels }) => Labels['zoobreak.controller']?.includes(` ${pid} `)).length;
}

test('a server that is not ready is named within 20 s, and Ctrl-C ends the start at once', async () => {
  const flags = ['--target', 'docker', '--profile', './lonely.json', '--nodes', '1'];
  const { child, written, ended } = startZoobreak(['run', ...flags], { folder });
  await expect.poll(() => written.err + written.out, { timeout: 60_000 }).toContain('results in');
  await expect
    .poll(() => written.err + written.out, { timeout: 20_000 })
    .toContain('n1 not ready; n1 accepts connections. n1: asked `srvr`, answered "This ZooKeeper');
  expect(await containersOf(child.pid)).toBe(2);
  const interruptedMs = performance.now();
  child.kill('SIGINT');
  const { code, err, out } = await ended;
  expect(performance.now() - interruptedMs).toBeLessThan(15_000);
  expect(code).toBe(130);
  expect(err + out).toContain('CRASH: interrupted by the user');
  expect((err + out).split('accepts connections')).toHaveLength(2);
  const record = await readFile(join(folder, 'results/latest/test.json'), 'utf8');
  expect(JSON.parse(record)).toMatchObject({ ending: 'crashed', troubles: [] });
  expect(await containersOf(child.pid)).toBe(0);
});
