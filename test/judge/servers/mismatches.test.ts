/** The digest mismatches that servers count, as they were collected. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestMismatches } from '../../../src/judge/servers/mismatches.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-mismatches-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What each server counts; undefined where its version counts nothing. */
async function found(run: string, ...counts: readonly (number | undefined)[]) {
  for (const [at, count] of counts.entries()) {
    const own = join(folder, run, 'nodes', `n${at + 1}`);
    await mkdir(own, { recursive: true });
    if (count !== undefined)
      await writeFile(join(own, 'digest-mismatches'), `zk_digest_mismatches_count\t${count}\n`);
  }
  return digestMismatches(join(folder, run));
}

test('a server that counts none -> no note', async () => {
  expect(await found('none', 0, 0)).toEqual({ notes: [], servers: 2 });
});

test('a server that counts one -> a note', async () => {
  expect(await found('one', 0, 1)).toEqual({
    notes: [
      'n2 found once that its tree differs from that of its leader (zk_digest_mismatches_count of mntr)',
    ],
    servers: 2,
  });
});

test('servers whose version keeps no count are not counted', async () => {
  expect(await found('old', undefined, 12)).toMatchObject({
    notes: [expect.stringMatching(/^n2 found 12 times that/)],
    servers: 1,
  });
});
