/** `run` and `check` of the built command line on the model ensemble, without Docker. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Ran, zoobreak } from '../../kit/zoobreak.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folder: string;
let ran: Ran;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const flags = ['--target', 'sim', '--time-limit', '2', '--seed', '7'];
  ran = await zoobreak(['run', ...flags, '--json'], { folder });
});
afterAll(() => rm(folder, { recursive: true }));

const inRun = (name: string) => join(folder, 'results/latest', name);
const check = () => zoobreak(['check', 'results/latest'], { folder });

const schemaOf = async (name: string) =>
  JSON.parse(
    await readFile(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8'),
  );

/** Checks the run with another history in its place, which no manifest knows of. */
async function checkWith(change: (history: string) => string): Promise<Ran> {
  const history = await readFile(inRun('history.jsonl'), 'utf8');
  await rm(inRun('manifest.json'), { force: true });
  await writeFile(inRun('history.jsonl'), change(history));
  const result = await check();
  await writeFile(inRun('history.jsonl'), history);
  return result;
}

test('a run in peace is valid: 0, one JSON object, all else on stderr', () => {
  expect(JSON.parse(ran.out)).toMatchObject({
    valid: true,
    runs: [{ name: 'register-none-sim', setting: { seed: '7' }, anomalies: [] }],
  });
  expect(ran.err).toContain('seed 7, results in results/register-none-sim/');
  expect(ran.err).toContain('VALID  register-none-sim');
  expect(ran.code).toBe(0);
});

test('verdict.json has the verdict at its top; the reports are in the folder', async () => {
  expect(JSON.parse(await readFile(inRun('verdict.json'), 'utf8')).valid).toBe(true);
  expect(await readFile(inRun('summary.md'), 'utf8')).toContain('## VALID: register-none-sim');
  expect(await readFile(inRun('junit.xml'), 'utf8')).toContain('failures="0" errors="0"');
});

test('checked again, it has the same verdict', async () => {
  const before = await readFile(inRun('verdict.json'), 'utf8');
  expect((await check()).code).toBe(0);
  expect(await readFile(inRun('verdict.json'), 'utf8')).toBe(before);
});

test('what is stored is as the JSON Schemas of the package say', async () => {
  const ajv = new Ajv2020({ strict: false });
  for (const name of ['test', 'verdict', 'manifest', 'statistics']) {
    const valid = ajv.compile(await schemaOf(name));
    const content = JSON.parse(await readFile(inRun(`${name}.json`), 'utf8'));
    expect(valid(content), JSON.stringify(valid.errors)).toBe(true);
  }
  for (const name of ['history', 'roles']) {
    const valid = ajv.compile(await schemaOf(name));
    const lines = (await readFile(inRun(`${name}.jsonl`), 'utf8')).trim().split('\n');
    for (const line of lines) expect(valid(JSON.parse(line)), line).toBe(true);
  }
});

test('report writes the same reports again, where all else is as it was', async () => {
  const before = await readFile(inRun('report.html'), 'utf8');
  await rm(inRun('report.html'));
  expect(await zoobreak(['report', 'results/latest'], { folder })).toMatchObject({ code: 0 });
  expect(await readFile(inRun('report.html'), 'utf8')).toBe(before);
});

test('a byte of the history is another than in the manifest: one error, 254', async () => {
  const history = await readFile(inRun('history.jsonl'), 'utf8');
  await writeFile(inRun('history.jsonl'), history.replace('"ok"', '"fail"'));
  for (const verb of ['check', 'report']) {
    const { code, out, err } = await zoobreak([verb, 'results/latest'], { folder });
    expect(err).toMatch(/^zoobreak: .*history\.jsonl: expected sha256 .*found .*\n$/);
    expect({ code, out }).toEqual({ code: 254, out: '' });
  }
  await writeFile(inRun('history.jsonl'), history);
});

test('one read of a version that was never written: invalid, 1, explained in a file', async () => {
  const read = /("type":"ok","process":\d+,"f":"read","value":)\[\d+,\d+\]/;
  const { code, out } = await checkWith(history => history.replace(read, '$1[99999,1]'));
  expect(out).toContain('INVALID  register-none-sim');
  expect(out).toMatch(/anomalies\/1-nonlinearizable\.txt/);
  expect(await readFile(inRun('anomalies/1-nonlinearizable.txt'), 'utf8')).toContain('99999');
  expect(code).toBe(1);
});

test('a history cut in its last line: unknown, 2, and said to be cut', async () => {
  const { code, out } = await checkWith(history => history.slice(0, -20));
  expect(out).toContain('The history is not the whole run: ');
  expect(code).toBe(2);
});

test('a line that is no JSON: its line and column, 254', async () => {
  const { code, err } = await checkWith(history => history.replace('"index"', 'index'));
  expect(err).toContain('history.jsonl: line 1: column 2: ');
  expect(code).toBe(254);
});

test('--test-count on the sim: the seeds by verdict, in a table', async () => {
  const flags = ['--target', 'sim', '--time-limit', '1', '--seed', '41', '--test-count', '2'];
  const { code, out } = await zoobreak(['run', ...flags, '--quiet'], { folder });
  expect(out).toMatch(/^VALID +2 +41\.\.42$/m);
  expect(out).toContain('2 runs: 2 valid');
  expect(code).toBe(0);
});
