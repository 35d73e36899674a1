/** The promises to every client, each looked for on real servers for a moment while one of them dies;
 *  two ensembles at a time, for most of a run is waiting. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TRACE_CHECKS } from '../../src/judge/trace/names.ts';
import type { VerdictRecord } from '../../src/store/results.ts';
import { zoobreak } from '../kit/zoobreak.ts';

const FLAGS = '--nemesis kill --nemesis-interval 4 --time-limit 10 --seed 1'.split(' ');

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zoobreak-e2e-'));
});
afterAll(() => rm(root, { recursive: true }));

const OF_EVERY_RUN: ReadonlySet<string> = new Set(TRACE_CHECKS);

async function counts(...flags: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const folder = await mkdtemp(join(root, 'run-'));
  const { code, out } = await zoobreak(['run', ...FLAGS, ...flags], { folder });
  expect({ code, out }).toMatchObject({ code: 0 });
  const path = join(folder, 'results/latest/verdict.json');
  const { checks }: VerdictRecord = JSON.parse(await readFile(path, 'utf8'));
  return checks.findLast(({ name }) => !OF_EVERY_RUN.has(name))?.verdict.counts ?? {};
}

/** Lives of sessions take seconds each. */
const LONGER = ['--time-limit', '30'];

test.concurrent.each([
  ['session-order', ['moves', 'that never moved', 'of requests sent together']],
  ['watch', ['fired after a move', 'fired without a move', 'events of recursive watches']],
  ['ephemeral', ['closed and gone', 'expired and gone', 'writes refused after the end'], LONGER],
  ['set', ['stable', 'stable after max ms']],
  ['unique-ids', ['drawn', 'dropped']],
  ['counter', ['added', 'read']],
  ['timeliness', ['reads judged without faults', 'follower reads', 'leader reads']],
])('%s is kept, and was looked at', async (workload, looked, flags: readonly string[] = []) => {
  const seen = await counts('--workload', workload, ...flags);
  const nothing = looked.filter(name => seen[name] === undefined);
  expect({ nothing, seen }).toMatchObject({ nothing: [] });
});

test.concurrent('watches of 3.4.13 are kept; those that stay are left out', async () => {
  const seen = await counts('--workload', 'watch', '--server', '3.4.13');
  expect(seen['one-shot watches fired']).toBeGreaterThan(0);
  expect(seen).not.toHaveProperty('events of recursive watches');
});
