import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NONE } from '../../src/history/columns.ts';
import { ColumnsBuilder } from '../../src/history/columns-builder.ts';
import type { Event } from '../../src/history/event.ts';
import { readHistory, readParts } from '../../src/history/file.ts';
import { historyOf, historyOfColumns } from '../../src/history/history.ts';
import { encodeEvent } from '../../src/history/jsonl.ts';
import { memoryOf } from '../../src/history/memory.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'values-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function stored(text: string): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.jsonl`);
  await writeFile(path, text);
  return path;
}

const lineOf = (index: number, value: string): string =>
  `{"index":${index},"type":"invoke","process":${index},"f":"w","value":${value},"time":1}\n`;

const anyValue = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.integer(), fc.string());

describe('values', () => {
  test('are read from columns as JSON.parse reads them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyValue, { minLength: 1, maxLength: 20 }), async values => {
        const texts = values.map(value => JSON.stringify(value));
        const path = await stored(texts.map((text, at) => lineOf(at, text)).join(''));
        const history = await readHistory(path);
        expect([...history.events()].map(({ value }) => value)).toEqual(
          texts.map(text => JSON.parse(text)),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('a zero keeps its sign, in the order of the fields and in another', async () => {
    const other = '{"value":-0,"index":1,"type":"invoke","process":1,"f":"w","time":1}\n';
    const history = await readHistory(await stored(`${lineOf(0, '-0')}${other}`));
    expect(history.event(0).value).toBe(-0);
    expect(history.event(1).value).toBe(-0);
  });

  test('of events that no file holds are kept as they are', () => {
    const value = { f: () => 1 };
    const event: Event = { index: 0, type: 'invoke', process: 0, f: 'w', value, time: 0 };
    expect(historyOf([event]).event(0).value).toBe(value);
  });

  test('of more than was expected are all kept', () => {
    const builder = new ColumnsBuilder({ events: 1, valueBytes: 1 });
    const values = Array.from({ length: 1000 }, (_, at) => 'x'.repeat(at % 200));
    for (const [index, value] of values.entries()) {
      const bytes = Buffer.from(JSON.stringify(value));
      const event: Event = { index, type: 'invoke', process: index, f: 'w', value, time: 0 };
      builder.add(event, { bytes, start: 0, end: bytes.length });
    }
    const history = historyOfColumns(builder.finish());
    expect([...history.events()].map(({ value }) => value)).toEqual(values);
  });
});

describe('zxids', () => {
  const zxids = [undefined, 0n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n, -1n, 2n ** 90n];

  test('come back whatever their size', () => {
    const events = zxids.map(
      (zxid, index): Event => ({
        ...{ index, type: 'invoke', process: index, f: 'r', value: null, time: 0 },
        ...(zxid !== undefined && { zxid }),
      }),
    );
    expect([...historyOf(events).events()]).toEqual(events);
  });
});

describe('errors', () => {
  test('of one name and different messages stay apart', () => {
    const errors = [{ name: 'a' }, { name: 'a', message: '' }, { name: 'a', message: 'b' }];
    const events = errors.map(
      (error, index): Event => ({
        ...{ index, type: 'invoke', process: index, f: 'r', value: null, time: 0 },
        error,
      }),
    );
    expect([...historyOf(events).events()].map(({ error }) => error)).toEqual(errors);
  });
});

describe('columns', () => {
  test('large ones are shared with the thread that they are sent to', async () => {
    expect(memoryOf(1 << 20)).toBeInstanceOf(SharedArrayBuffer);
    expect(memoryOf(100)).toBeInstanceOf(ArrayBuffer);
    const builder = new ColumnsBuilder({ events: 1 << 20, valueBytes: 0 });
    builder.add({ index: 3, type: 'invoke', process: 0, f: 'w', value: 1, time: 0 });
    const columns = builder.finish();
    const worker = new Worker(
      `const { workerData: columns, parentPort } = require('node:worker_threads');
       columns.key[0] = 7;
       parentPort.postMessage(columns.index[0]);`,
      { eval: true, workerData: columns },
    );
    expect(columns.key[0]).toBe(NONE);
    const [index]: unknown[] = await new Promise(resolve =>
      worker.once('message', (...message) => resolve(message)),
    );
    expect([index, columns.key[0]]).toEqual([3, 7]);
  });

  test('sent to a thread are the same history there', async () => {
    const text = `${lineOf(0, '[1,"é"]')}${lineOf(1, '{"a":[1.5,true]}')}`;
    const { columns, cut } = await readParts(await stored(text));
    const events = [...historyOfColumns(structuredClone(columns), cut).events()];
    expect(events).toEqual([...historyOfColumns(columns, cut).events()]);
    expect(events.map(encodeEvent).join('\n')).toBe(text.trimEnd());
  });
});
