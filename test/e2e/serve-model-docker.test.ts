/** Servers of the sim in containers: a server that is not ZooKeeper and answers no four-letter word is found ready by a
 *  request of a client, keeps its claims under faults, and is found out where a bug was planted. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modelImage } from '../kit/model-image.ts';
import { zoobreak } from '../kit/zoobreak.ts';

const PROFILE = fileURLToPath(new URL('../../examples/serve-model.yaml', import.meta.url));

let root: string;
let image: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zoobreak-model-'));
  image = await modelImage();
});
afterAll(() => rm(root, { recursive: true }));

async function run(profile: string, ...flags: readonly string[]) {
  const folder = await mkdtemp(join(root, 'run-'));
  const usual = ['--profile', profile, '--server', image, '--seed', '1', '--json'];
  return zoobreak(['run', ...usual, ...flags], { folder });
}

const FAULTS = ['--nemesis', 'partition,kill,pause', '--nemesis-interval', '3'];

test.concurrent.each([
  ['register', '20'],
  ['set', '20'],
  ['api', '40'],
])('%s is valid under partition, kill and pause', async (workload, seconds) => {
  const { code, out, err } = await run(
    PROFILE,
    ...['--workload', workload, '--time-limit', seconds, ...FAULTS],
  );
  expect(JSON.parse(out), err).toMatchObject({ valid: true });
  expect(code).toBe(0);
});

/** The profile with a bug in each of its servers. */
async function profileWith(bug: string): Promise<string> {
  const text = await readFile(PROFILE, 'utf8');
  const path = join(root, `${bug}.yaml`);
  await writeFile(path, text.replace('  - --data', `  - --bug=${bug}\n  - --data`));
  return path;
}

test.concurrent.each([
  ['version-unchecked', 'register'],
  ['mtime-stuck', 'api'],
])('a planted bug is found: %s by %s', async (bug, workload) => {
  const { code, out, err } = await run(
    await profileWith(bug),
    ...['--workload', workload, '--time-limit', '15'],
  );
  expect(JSON.parse(out), err).toMatchObject({ valid: false });
  expect(code).toBe(1);
});
