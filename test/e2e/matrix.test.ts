/** `matrix` and `merge` of the built command line, on the model ensemble. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matrixFiles, readMatrix } from '../../src/store/matrix-record.ts';
import { type Ran, zoobreak } from '../kit/zoobreak.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-matrix-'));
});
afterAll(() => rm(folder, { recursive: true }));

const matrix = (at: string, ...flags: string[]): Promise<Ran> =>
  zoobreak(['matrix', '--target', 'sim', '--time-limit', '2', ...flags], {
    folder: join(folder, at),
  });

async function place(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  return path;
}

async function cellsBelow(path: string) {
  const records = await Promise.all((await matrixFiles(path)).map(readMatrix));
  return records.flatMap(record => record.cells);
}

describe('two shards of one matrix', () => {
  const flags = ['--workloads', 'register,lock', '--nemeses', 'none', '--seeds', '1..2'];
  let shards: Ran[];
  beforeAll(async () => {
    await place('one');
    await place('two');
    shards = [
      await matrix('one', ...flags, '--shard', '1/2', '--json'),
      await matrix('two', ...flags, '--shard', '2/2'),
    ];
  });

  test('each does its half, and says how it ended', async () => {
    expect(shards.map(({ code }) => code)).toEqual([0, 0]);
    expect(JSON.parse(shards[0]?.out ?? '')).toMatchObject({ valid: true, crashes: [] });
    expect(shards[1]?.out).toContain('2 runs: 2 valid');
    const cells = await cellsBelow(folder);
    expect(new Set(cells.map(({ workload, seed }) => `${workload} ${seed}`))).toEqual(
      new Set(['register 1', 'register 2', 'lock 1', 'lock 2']),
    );
  });

  test('what passed kept its history and reports, and nothing else', async () => {
    for (const cell of await cellsBelow(folder)) {
      const has = (name: string) => existsSync(join(cell.folder ?? '', name));
      expect(['test.json', 'history.jsonl', 'verdict.json', 'summary.md'].every(has)).toBe(true);
      expect(['nodes', 'zoobreak.log', 'history.edn'].some(has)).toBe(false);
    }
  });

  test('merged, they are one table; one alone is a crash', async () => {
    const merged = await zoobreak(['merge', 'one', 'two'], { folder });
    expect(merged.out).toContain('4 runs: 4 valid');
    expect(merged.code).toBe(0);
    const half = await zoobreak(['merge', 'two'], { folder });
    expect(half.err).toContain('CRASH shard 1/2: its results are not here');
    expect(half.code).toBe(255);
    const twice = await zoobreak(['merge', 'one', 'one/results'], { folder });
    expect(twice.code).toBe(255);
  });
});

describe('a matrix that fails', () => {
  let ran: Ran;
  beforeAll(async () => {
    const path = await place('broken');
    const matrixOf = {
      workloads: ['register'],
      nemeses: ['partition', 'none'],
      seeds: [11, 12],
    };
    await writeFile(
      join(path, 'zoobreak.config.ts'),
      `export default ${JSON.stringify({ bug: 'version-stuck', matrix: matrixOf })};`,
    );
    ran = await matrix('broken', '--bail', '--jobs', '1', '--reporter', 'junit');
  });

  test('--bail: nothing begins once a run is not valid, and the rest is not called valid', async () => {
    const outcomes = (await cellsBelow(join(folder, 'broken'))).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['invalid', 'not run', 'not run', 'not run']);
    expect(ran.code).not.toBe(0);
    expect(ran.out).toContain('<testsuites');
  });

  test('what failed kept everything', async () => {
    const [cell] = await cellsBelow(join(folder, 'broken'));
    expect(existsSync(join(cell?.folder ?? '', 'nodes'))).toBe(true);
    expect(await readFile(join(cell?.folder ?? '', 'zoobreak.log'), 'utf8')).not.toBe('');
  });
});

test.each([
  [['--workloads', 'registre'], 'Did you mean "register"?'],
  [['--shard', '3/2'], '--shard: expected i/n'],
  [['--jobs', '0'], '--jobs: expected a whole number from 1'],
])('%s is refused before anything runs', async (flags, message) => {
  const { code, err } = await matrix('.', ...flags);
  expect(err).toContain(message);
  expect(code).toBe(254);
});
