/** What is kept of a server's answers to `hash` and `mntr`. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../src/ensemble/agent.ts';
import { keepDigests } from '../../src/ensemble/digests.ts';
import { never } from '../kit/never.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-kept-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Names and texts of the files that are kept of a server that gives these answers. */
async function kept(answers: Readonly<Record<string, string>>) {
  const ask: Agent['ask'] = async (_signal, _verb, _port, word = '') => answers[word] ?? '';
  await keepDigests({ agent: { ask } }, folder, never);
  const names = await readdir(folder);
  const texts = names.map(async name => [name, await readFile(join(folder, name), 'utf8')]);
  return Object.fromEntries(await Promise.all(texts));
}

test('a server from 3.6 on: its digests, and its count of mismatches', async () => {
  const mntr = 'zk_version\t3.9.3\nzk_digest_mismatches_count\t7\nzk_watch_count\t0';
  expect(await kept({ hash: '100000080: 5', mntr })).toEqual({
    digests: '100000080: 5\n',
    'digest-mismatches': 'zk_digest_mismatches_count\t7\n',
  });
});

test('a server that has neither, or refuses: nothing', async () => {
  const mntr = 'zk_version\t3.4.13\nzk_watch_count\t0';
  const hash = 'hash is not executed because it is not in the whitelist.';
  expect(await kept({ hash, mntr })).toEqual({});
});
