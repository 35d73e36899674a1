import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compress } from '../../src/history/compression.ts';
import { LiveHistory } from '../../src/site/live-history.ts';

test('it reads on from where it was, also in the middle of a line or of a letter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const path = join(folder, 'history.jsonl');
  const history = new LiveHistory(folder);
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

test('of a compressed history it reads whole streams only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-'));
  const path = join(folder, 'history.jsonl.gz');
  const history = new LiveHistory(folder);
  const event = (type: string, time: number) =>
    compress('gzip', Buffer.from(`${JSON.stringify({ type, process: 1, f: 'read', time })}\n`));
  const [call, answer] = [event('invoke', 1e9), event('ok', 2e9)];
  await appendFile(path, Buffer.concat([call, answer.subarray(0, 12)]));
  expect(await history.line()).toBe('');
  await appendFile(path, answer.subarray(12));
  expect(await history.line()).toBe('2 s: 1 ok, 0 fail, 0 info');
  await appendFile(path, event('fail', 3e9));
  expect(await history.line()).toBe('3 s: 1 ok, 1 fail, 0 info');
  await rm(folder, { recursive: true });
});
