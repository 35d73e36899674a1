import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { readTrace, TRACE_KINDS, type TraceKind, TraceWriter } from '../../src/store/trace-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zoobreak-trace-'));
  path = join(folder, 'trace.bin');
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Piece {
  readonly kind: TraceKind;
  readonly connection: number;
  readonly timeNs: number;
  readonly content: Uint8Array;
}

function write(pieces: readonly Piece[]): void {
  const writer = new TraceWriter(path, systemClock());
  for (const { kind, connection, timeNs, content } of pieces)
    writer.append(kind, connection, timeNs, content);
  writer.close();
}

const read = (): Piece[] =>
  [...readTrace(path)].map(piece => ({ ...piece, content: Uint8Array.from(piece.content) }));

const sent = (timeNs: number, ...content: number[]): Piece => ({
  ...{ kind: 'sent', connection: 1, timeNs },
  content: Uint8Array.from(content),
});

describe('what was written is read', () => {
  const piece = fc.record({
    kind: fc.constantFrom(...TRACE_KINDS.filter(kind => kind !== 'origin')),
    connection: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    timeNs: fc.integer({ min: 0, max: 2 ** 50 }),
    content: fc.uint8Array({ maxLength: 300 }),
  });
  test('of any pieces, with times counted from the origin', () =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), pieces => {
        rmSync(path, { force: true });
        const origin: Piece = {
          kind: 'origin',
          connection: 0,
          timeNs: 1000,
          content: new Uint8Array(),
        };
        write([...pieces, origin]);
        const expected = [...pieces, origin].map(each => ({ ...each, timeNs: each.timeNs - 1000 }));
        expect(read()).toEqual(expected);
      }),
    ));
  test('of pieces longer than the buffer', () => {
    const long = { ...sent(2), content: new Uint8Array(600_000).fill(7) };
    write([sent(1, 1), long, sent(3, 3)]);
    expect(read().map(({ content }) => content.length)).toEqual([1, 600_000, 1]);
  });
});

test('a file that is cut anywhere gives the pieces before the cut', () => {
  write([sent(0, 1, 2), sent(1, 3), sent(2, 4, 5, 6)]);
  const whole = readFileSync(path);
  const counts = Array.from({ length: whole.length - 8 + 1 }, (_, cut) => {
    writeFileSync(path, whole.subarray(0, 8 + cut));
    return read().length;
  });
  expect(counts.at(0)).toBe(0);
  expect(counts.at(-1)).toBe(3);
  expect(counts).toEqual([...counts].sort((left, right) => left - right));
});

test('another file is refused by name', () => {
  writeFileSync(path, 'not a trace');
  expect(() => [...readTrace(path)]).toThrow(`${path}: expected a trace`);
});

test('a trace is written once', () => {
  write([]);
  expect(() => new TraceWriter(path, systemClock())).toThrow('EEXIST');
});

describe('a piece that is none is refused, not taken for the end', () => {
  test.each([
    ['of no kind', 0, 99, 'found kind 99'],
    ['of four gigabytes', 16, 255, 'and 4278190081 bytes'],
  ])('%s', (_, at, byte, message) => {
    write([sent(1, 7), sent(2, 8)]);
    const bytes = readFileSync(path);
    bytes[8 + 18 + at] = byte;
    writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(40)]));
    expect(read).toThrow(`byte 26: expected a piece of kind 0 to 4`);
    expect(read).toThrow(message);
  });
});
