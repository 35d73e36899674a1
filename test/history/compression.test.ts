import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compress, compressionOf } from '../../src/history/compression.ts';
import { encodeEdnEvent } from '../../src/history/edn-history.ts';
import type { Event } from '../../src/history/event.ts';
import { readHistory } from '../../src/history/file.ts';
import { encodeEvent } from '../../src/history/jsonl.ts';
import { ZSTD } from '../../src/history/zstd.ts';
import { FrameReader } from '../../src/history/zstd-frames.ts';

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

test('what a run writes in many streams is read as one', async () => {
  const lines = EVENTS.slice(0, 500).map(event => `${encodeEvent(event)}\n`);
  const streams = lines.map(line => compress('gzip', Buffer.from(line)));
  expect([...(await read(Buffer.concat(streams))).events()]).toEqual(EVENTS.slice(0, 500));
});

/** Two raw blocks, one that repeats a byte, a checksum; then a frame to be skipped. */
const FRAMES = Buffer.from(
  '28b52ffd' +
    '04' +
    '00' +
    '100000' +
    '6162' +
    '100000' +
    '6364' +
    '2b0000' +
    '65' +
    '01020304' +
    '5a2a4d18' +
    '02000000' +
    'ffff',
  'hex',
);

async function framesOf(bytes: Buffer, size: number): Promise<readonly [string[], boolean]> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const reader = new FrameReader(
    (async function* () {
      yield* chunks;
    })(),
  );
  const frames: string[] = [];
  while (await reader.hasMore()) {
    const parts: Buffer[] = [];
    for await (const part of reader.frame()) parts.push(part);
    frames.push(Buffer.concat(parts).toString('hex'));
  }
  return [frames, reader.isCut];
}

describe('frames of zstd', () => {
  const data = FRAMES.subarray(0, -10).toString('hex');

  test.each([1, 2, 7, 100])('are told apart in chunks of %i bytes', async size => {
    expect(await framesOf(Buffer.concat([FRAMES, FRAMES]), size)).toEqual([
      [data, '', data, ''],
      false,
    ]);
  });

  test('that are cut anywhere are cut', async () => {
    for (let end = 1; end < FRAMES.length; end++) {
      const [, isCut] = await framesOf(FRAMES.subarray(0, end), 5);
      expect([end, isCut]).toEqual([end, end !== FRAMES.length - 10]);
    }
  });

  test('that are none are refused', async () => {
    await expect(framesOf(Buffer.from('hello zstd'), 4)).rejects.toThrow('found a damaged one');
  });
});

describe.runIf(ZSTD !== undefined)('where Node.js has zstd', () => {
  test('a history of many frames is read, and its cut end left out', async () => {
    const lines = EVENTS.slice(0, 300).map(event => `${encodeEvent(event)}\n`);
    const bytes = Buffer.concat(lines.map(line => compress('zstd', Buffer.from(line))));
    expect(compressionOf(bytes)).toBe('zstd');
    const history = await read(bytes);
    expect([...history.events()]).toEqual(EVENTS.slice(0, 300));
    expect(history.cut).toBe(false);
    const cut = await read(bytes.subarray(0, -5));
    expect([cut.length, cut.cut]).toEqual([299, true]);
  });

  test('a history of one frame is read', async () => {
    const history = await read(Buffer.from(compress('zstd', Buffer.from(text(encodeEvent)))));
    expect([...history.events()]).toEqual(EVENTS);
  });
});

describe.runIf(ZSTD === undefined)('where Node.js has no zstd', () => {
  test('a history compressed by it is refused with what to do', async () => {
    await expect(read(FRAMES)).rejects.toThrow(
      /^\S+\.gz: zstd: expected Node\.js 22\.15, 23\.8 or newer, found v\S+; use gzip, or decompress the file by `zstd -d`$/,
    );
  });
});
