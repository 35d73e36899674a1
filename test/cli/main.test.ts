/** What only a process of its own shows; the rest is in call.test.ts. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { historyFolder } from '../kit/history-files.ts';
import { zoobreak } from '../kit/zoobreak.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const check = (...args: string[]) =>
  zoobreak(['check', '--model', 'cas-register', ...args], { folder });

describe('the process ends with the verdict as its code', () => {
  test.each([
    ['good.jsonl', 0],
    ['bad.jsonl', 1],
    ['cut.jsonl', 2],
    ['broken.jsonl', 254],
  ])('%s: %i', async (file, code) => expect((await check(file)).code).toBe(code));

  test('a compressed file is judged as it is', async () => {
    const bytes = gzipSync(await readFile(join(folder, 'bad.jsonl')));
    await writeFile(join(folder, 'bad.jsonl.gz'), bytes);
    expect(await check('bad.jsonl.gz')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^bad\.jsonl\.gz: invalid/),
    });
  });

  test('what nobody caught: 255, not the 1 that means invalid', async () => {
    const late = join(folder, 'late.mjs');
    await writeFile(
      late,
      "process.on('newListener', name => { if (name === 'uncaughtException') setImmediate(() => { throw new Error('late'); }); });\n",
    );
    const environment = { NODE_OPTIONS: `--import=${late}` };
    const { code, err } = await zoobreak(['list'], { folder, environment });
    expect(err).toContain('zoobreak crashed: Error: late');
    expect(code).toBe(255);
  });
});

test('a document larger than a pipe arrives whole', async () => {
  const { out } = await check('--json', ...Array.from({ length: 500 }, () => 'bad.jsonl'));
  expect(out.length).toBeGreaterThan(2 ** 17);
  expect(JSON.parse(out)).toMatchObject({ valid: false });
});

describe('no engine: what to do, 254', () => {
  test.each([['run'], ['clean']])('%s', async verb => {
    const environment = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
    const { code, err } = await zoobreak([verb], { folder, environment });
    expect(err).toContain('no Docker engine answers at tcp://127.0.0.1:1');
    expect(err).toContain('`npx zoobreak images` provides an engine');
    expect(code).toBe(254);
  });
});
