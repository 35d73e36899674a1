/** The command line against real servers in Docker. */
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startZoobreak, zoobreak } from '../kit/zoobreak.ts';

/** The seed cuts off each node in turn, for a second and more: whoever leads, two of them are followers, and
 *  their clients go on reading their copies. */
const STALE: readonly string[] =
  '--reads local --nemesis partition --nemesis-interval 3 --time-limit 15 --keys 2 --seed 17612'.split(
    ' ',
  );

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-e2e-'));
});
afterEach(() => rm(folder, { recursive: true }));

const latest = () => realpath(join(folder, 'results/latest'));
const stored = async (name: string): Promise<string> =>
  readFile(join(await latest(), name), 'utf8');

/** Resolves once the history of the newest run holds the text. */
async function whenHistoryHolds(text: string): Promise<void> {
  for (;;) {
    const history = await stored('history.jsonl').catch(() => '');
    if (history.includes(text)) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

describe('run, then check', () => {
  const flags = ['--nemesis', 'kill', '--nemesis-interval', '1', '--time-limit', '10'];

  test('quorum reads under kills are valid, and valid again', async () => {
    const { code, out } = await zoobreak(['run', '--json', ...flags], { folder });
    expect(JSON.parse(out)).toMatchObject({ valid: true, runs: [{ valid: true }] });
    expect(code).toBe(0);
    expect(await readdir(await latest())).toEqual(
      expect.arrayContaining([
        'test.json',
        'history.jsonl',
        'verdict.json',
        'summary.md',
        'junit.xml',
      ]),
    );
    const before = await stored('verdict.json');
    expect((await zoobreak(['check', 'results/latest'], { folder })).code).toBe(0);
    expect(await stored('verdict.json')).toBe(before);
  });

  test('local reads are invalid: a claim that ZooKeeper does not make', async () => {
    const { code, out } = await zoobreak(['run', ...STALE], { folder });
    expect(out).toContain('INVALID  register-partition-docker');
    expect(out).toContain('ZooKeeper does not promise this');
    expect(await readdir(join(await latest(), 'anomalies'))).not.toEqual([]);
    expect(code).toBe(1);
  });
});

describe('a run that does not reach its end', () => {
  const flags = ['run', '--nemesis', 'partition', '--nemesis-interval', '1', '--time-limit', '60'];

  test('Ctrl-C: the load stops, there is a verdict, 130', async () => {
    const { child, ended } = startZoobreak(flags, { folder });
    await whenHistoryHolds('"ok"');
    child.kill('SIGINT');
    const { code, out } = await ended;
    expect(out).toContain('the load was stopped before its time');
    expect(code).toBe(130);
  });

  test('Ctrl-C while a client is paused: it goes on, and has lost its session', async () => {
    const clients = ['--workload', 'lock', '--nemesis', 'client', '--nemesis-interval', '2'];
    const { child, ended } = startZoobreak(['run', ...clients], { folder });
    await whenHistoryHolds('"pause-client":[');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    const healed = (await stored('history.jsonl'))
      .split('\n')
      .find(line => line.includes('"did":{"heal-clients":['));
    expect(JSON.parse(healed ?? '{}')).toMatchObject({ value: { verified: true } });
    expect(healed).toContain('"state":"expired"');
  });

  test('kill -9 in a partition: what was written is read and said to be cut; clean removes the rest', async () => {
    const { child, ended } = startZoobreak(flags, { folder });
    await whenHistoryHolds('start-partition');
    child.kill('SIGKILL');
    await ended;
    const { code, out } = await zoobreak(['check', 'results/latest'], { folder });
    expect(out).toContain('The history is not the whole run: ');
    expect(code).toBe(2);
    expect((await zoobreak(['clean'], { folder })).out).toContain('removed network');
    expect((await zoobreak(['clean'], { folder })).out).toContain('docker: nothing to remove\n');
  });
});

test('a server image that is nowhere: one line that names it, 254', async () => {
  const { code, err } = await zoobreak(['run', '--server', 'localhost:1/nothing:1'], { folder });
  expect(err).toMatch(
    /^zoobreak: --target docker: the engine has no image localhost:1\/nothing:1 /,
  );
  expect(code).toBe(254);
});
