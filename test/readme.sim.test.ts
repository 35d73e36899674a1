/** The README is short, and every command in it runs. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zoobreak } from './kit/zoobreak.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Commands that other tests run, since they need Docker or are the tests: by line, the file that runs their script. */
const ELSEWHERE: ReadonlyMap<string, readonly [script: string, by: string]> = new Map([
  ['npm start', ['scripts/start.mjs', 'action.yml']],
  ['npm test', ['npm test', '.ci/run']],
]);

const LINES = [...README.matchAll(/^```\n(.*?)^```/gms)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map(line => line.replace(/\s#.*$/, '').trim());
const OURS = LINES.flatMap(line => /^npx zoobreak (.*)$/.exec(line)?.[1] ?? []);

/** What makes a verb's runs the same each time. */
const SEED: ReadonlyMap<string, readonly string[]> = new Map([
  ['run', ['--seed', '7']],
  ['matrix', ['--seeds', '7']],
]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-readme-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('it has at most 120 lines', () =>
  expect(README.trimEnd().split('\n').length).toBeLessThanOrEqual(120));

test('it has no command that nothing runs', () =>
  expect(LINES.filter(line => !line.startsWith('npx zoobreak '))).toEqual([...ELSEWHERE.keys()]));

test.each([...ELSEWHERE])('%s is run by %j', (_line, [script, by]) =>
  expect(readFileSync(join(ROOT, by), 'utf8')).toContain(script),
);

test('its tickets are in the track record', () => {
  const record = readFileSync(join(ROOT, 'docs/track-record.md'), 'utf8');
  for (const [ticket] of README.matchAll(/ZOOKEEPER-\d+/g)) expect(record).toContain(ticket);
});

test.each(OURS)(
  'npx zoobreak %s',
  async line => {
    const seed = SEED.get(line.split(' ')[0] ?? '') ?? [];
    const ran = await zoobreak([...line.split(/\s+/), ...seed], { folder });
    expect(ran, ran.err).toMatchObject({ code: 0 });
  },
  180_000,
);
