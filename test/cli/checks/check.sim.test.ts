/** `check` of folders of many runs, of published sites, and of the history in the folder of a run. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { zoobreak } from '../../kit/zoobreak.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FLAGS = ['--target', 'sim', '--time-limit', '2'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  await run(['run', ...FLAGS, '--seed', '7']);
});
afterAll(() => rm(folder, { recursive: true }));

const run = (args: readonly string[]) => zoobreak(args, { folder });

test('--results, its variable and its key name the folder of all runs; one line where it cannot be', async () => {
  const flags = ['run', ...FLAGS, '--seed', '9'];
  await run([...flags, '--results', 'by/flag']);
  await zoobreak(flags, { folder, environment: { ZOOBREAK_RESULTS: 'variable' } });
  await writeFile(join(folder, 'own.json'), '{ "results": "key" }');
  await run([...flags, '--config', 'own.json', '--reporter', 'junit=x.xml,json=y.json']);
  for (const name of ['by/flag', 'variable', 'key'])
    expect(await readdir(join(folder, name)), name).toContain('register-none-sim');
  expect(await readdir(folder)).toEqual(expect.arrayContaining(['x.xml', 'y.json']));
  const refused = await run([...flags, '--results', 'own.json/results']);
  expect(refused.err).toMatch(
    /^zoobreak: .*own\.json\/results: expected a folder for results .*\n$/,
  );
  expect(refused.code).toBe(254);
});

describe('check of more than a run, and of less', () => {
  test('a folder of runs, and a site of them, stand for all that they hold', async () => {
    await run(['publish', 'results', '--site', 'site']);
    for (const many of ['results', 'site']) {
      const { code, out } = await run(['check', many, '--json']);
      expect({ code, runs: JSON.parse(out).runs.length }, many).toEqual({ code: 0, runs: 1 });
    }
  });

  test('a run whose history was not kept leaves all of them unknown, by name', async () => {
    await run(['run', ...FLAGS, '--seed', '8']);
    await run(['publish', 'results', '--site', 'thin']);
    const [family = ''] = await readdir(join(folder, 'thin/runs'));
    const [start = ''] = await readdir(join(folder, 'thin/runs', family));
    await rm(join(folder, 'thin/runs', family, start, 'history.jsonl'));
    const { code, err } = await run(['check', 'thin']);
    expect(err).toContain(`${family}/${start}: unknown: its history was not kept`);
    expect(code).toBe(2);
  });

  test('the history in the folder of a run is judged by the model of its workload', async () => {
    const own = await run(['check', 'results/latest/history.jsonl']);
    const named = ['--model', 'versioned-register'];
    expect(own.out).toBe((await run(['check', ...named, 'results/latest/history.jsonl'])).out);
    expect(own).toMatchObject({ code: 0, out: expect.stringContaining(': valid (') });
  });
});
