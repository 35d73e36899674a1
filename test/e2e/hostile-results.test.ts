/** Results of somebody else: nothing outside their folder is read, written or waited for. */
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { zoobreak } from '../kit/zoobreak.ts';

const SECRET = 'not yours';
let top: string;
let stored: string;
let run: string;
let outside: string;
beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'zoobreak-hostile-'));
  const ran = await zoobreak(['run', '--target', 'sim', '--time-limit', '2', '--seed', '1'], {
    folder: top,
  });
  expect(ran.code).toBe(0);
  const family = join(top, 'results/register-none-sim');
  stored = join(family, (await readdir(family))[0] ?? '');
});
afterAll(() => rm(top, { recursive: true }));
beforeEach(async () => {
  const fresh = await mkdtemp(join(top, 'case-'));
  run = join(fresh, 'family/20261122T143000.000Z');
  outside = join(fresh, 'outside');
  await cp(stored, run, { recursive: true });
  await writeFile(outside, SECRET);
});

const verbs = ['check', 'report', 'publish'] as const;
const call = (verb: (typeof verbs)[number]) =>
  zoobreak([verb, run, ...(verb === 'publish' ? ['--site', join(top, 'site')] : [])]);

describe.each([
  ['a report', 'summary.md'],
  ['the file that becomes a record', 'verdict.json.new'],
  ['the folder of anomalies', 'anomalies'],
  ['the history', 'history.jsonl'],
  ['the plan', 'test.json'],
])('a link in the place of %s', (_, name) => {
  test.each(verbs)('is refused by %s, and its target is not touched', async verb => {
    await rm(join(run, name), { recursive: true, force: true });
    await symlink(outside, join(run, name));
    const { code, err } = await call(verb);
    expect(err).toContain(`${join(run, name)}: expected a file or a folder, found a symbolic link`);
    expect(code).toBe(254);
    expect(await readFile(outside, 'utf8')).toBe(SECRET);
  });
});

test.each(verbs)('a pipe is refused by %s, not waited for', async verb => {
  await rm(join(run, 'history.jsonl'));
  execFileSync('mkfifo', [join(run, 'history.jsonl')]);
  const { code, err } = await call(verb);
  expect(err).toContain('found a pipe, socket or device');
  expect(code).toBe(254);
});

test('a pipe in the place of matrix.json does not stop merge', async () => {
  execFileSync('mkfifo', [join(run, 'matrix.json')]);
  const { code, err } = await zoobreak(['merge', run]);
  expect(err).not.toBe('');
  expect(code).toBe(254);
});

test.each(['../outside', '/etc/passwd', 'a/../../outside', './outside', '..'])(
  'a manifest that names %s is refused',
  async path => {
    const file = join(run, 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    manifest.files[0].path = path;
    await writeFile(`${file}.changed`, JSON.stringify(manifest));
    await rename(`${file}.changed`, file);
    const { code, err } = await call('check');
    expect(err).toContain('files[0].path: expected');
    expect(err).not.toContain('sha256');
    expect(code).toBe(254);
  },
);
