import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeEdnEvent } from '../../src/history/edn-history.ts';
import type { Event } from '../../src/history/event.ts';
import { readHistory } from '../../src/history/file.ts';
import { encodeEvent } from '../../src/history/jsonl.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-gzip-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(bytes: Uint8Array) {
  const path = join(folder, `${crypto.randomUUID()}.gz`);
  await writeFile(path, bytes);
  return readHistory(path);
}

/** More than a piece of a mebibyte. */
const EVENTS: readonly Event[] = Array.from({ length: 30_000 }, (_, index) => ({
  ...{ index, type: index % 2 === 0 ? 'invoke' : 'ok', process: 3, f: 'write' },
  ...{ value: `${index >> 1} é`, time: index },
}));
const text = (encode: (event: Event) => string): string => `${EVENTS.map(encode).join('\n')}\n`;
const JSONL = gzipSync(text(encodeEvent));

test.each([
  ['JSON lines', JSONL],
  ['JSON lines without the last newline', gzipSync(text(encodeEvent).trimEnd())],
  ['EDN', gzipSync(text(encodeEdnEvent))],
])('%s, compressed, are read as they are', async (_, bytes) => {
  const history = await read(bytes);
  expect([...history.events()]).toEqual(EVENTS);
  expect(history.cut).toBe(false);
});

test('a compressed file whose end is cut off is read as far as it goes, and cut', async () => {
  const history = await read(JSONL.subarray(0, JSONL.length - 2000));
  expect(history.cut).toBe(true);
  expect(history.length).toBeGreaterThan(20_000);
  expect([...history.events()]).toEqual(EVENTS.slice(0, history.length));
});

describe('is refused', () => {
  test('a damaged file', async () => {
    const bytes = Buffer.from(JSONL);
    bytes.fill(0, 3000, 3100);
    await expect(read(bytes)).rejects.toThrow(
      /\.gz: (line \d+: |expected a file compressed by gzip)/,
    );
  });

  test('other text, compressed', () =>
    expect(read(gzipSync('hello'))).rejects.toThrow('expected a history as JSON lines, EDN'));

  test('a line that is none, by its number', () =>
    expect(read(gzipSync(`${text(encodeEvent)}{"index":1}\n`))).rejects.toThrow(
      '.gz: line 30001: type: expected invoke, ok, fail or info, found nothing',
    ));
});
