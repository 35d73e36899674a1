import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LiveHistory } from '../../src/site/live-history.ts';

test('it reads on from where it was, also in the middle of a line or of a letter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const path = join(folder, 'history.jsonl');
  const history = new LiveHistory(path);
  expect(await history.line()).toBe('');
  const event = (type: string, process: unknown, f: string) =>
    Buffer.from(`${JSON.stringify({ type, process, f, time: 2e9, value: 'ä' })}\n`);
  const fault = event('info', 'nemesis', 'töten');
  const letter = fault.indexOf(0xc3) + 1;
  await appendFile(path, Buffer.concat([event('invoke', 1, 'read'), fault.subarray(0, letter)]));
  expect(await history.line()).toBe('2 s: 0 ok, 0 fail, 0 info');
  await appendFile(path, Buffer.concat([fault.subarray(letter), event('ok', 1, 'read')]));
  const line = '2 s: 1 ok, 0 fail, 0 info; last fault töten';
  expect(await history.line()).toBe(line);
  expect(await history.line()).toBe(line);
  await rm(folder, { recursive: true });
});
