import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../src/history/event.ts';
import { decodeEvent, encodeEvent } from '../../src/history/jsonl.ts';
import { LineScanner } from '../../src/history/jsonl-scan.ts';
import { anyEvent } from '../kit/any-event.ts';

function scanned(line: string): Event | undefined {
  const bytes = Buffer.from(line);
  return new LineScanner().scan(bytes, 0, bytes.length);
}

const full: Event = {
  index: 7,
  type: 'fail',
  process: 3,
  f: 'cas',
  value: [2, 5],
  key: 'k1',
  time: 1203811,
  node: 'n2',
  zxid: 0x10000001cn,
  session: -0x7fffffffffffffffn,
  error: { name: 'BADVERSION', message: 'expected 3' },
};

test('golden line: 64-bit numbers are hexadecimal strings', () => {
  expect(encodeEvent(full)).toBe(
    '{"index":7,"type":"fail","process":3,"f":"cas","value":[2,5],"key":"k1","time":1203811,' +
      '"node":"n2","zxid":"0x10000001c","session":"-0x7fffffffffffffff",' +
      '"error":{"name":"BADVERSION","message":"expected 3"}}',
  );
});

test('an event comes back from its line', () => {
  fc.assert(
    fc.property(anyEvent, event => {
      const line = encodeEvent(event);
      expect(line).not.toContain('\n');
      expect(decodeEvent(line, 0)).toEqual(event);
    }),
  );
});

test('the scanner reads what it knows as the decoder does', () => {
  const scanner = new LineScanner();
  fc.assert(
    fc.property(anyEvent, event => {
      const line = encodeEvent(event);
      const bytes = Buffer.from(`x${line}\n`);
      const scanned = scanner.scan(bytes, 1, bytes.length - 1);
      if (scanned !== undefined) expect(scanned).toEqual(decodeEvent(line, 0));
    }),
  );
});

test.each([
  { ...full, error: undefined, session: 0x7fffffffffffffffn },
  { index: 0, type: 'invoke', process: 12, f: 'read', value: null, time: 5 },
  { index: 1, type: 'info', process: 0, f: 'write', value: 'text', key: 7, time: 5, node: 'n1' },
  {
    index: 2,
    type: 'ok',
    process: 0,
    f: 'read',
    value: [-1, null, [2]],
    time: 9,
    zxid: 0xffffffffffffffffn,
  },
] as Event[])('the scanner knows line %#', event => {
  const line = encodeEvent(event);
  expect(scanned(line)).toEqual(decodeEvent(line, 0));
});

test.each([
  '{"index":0,"type":"ok"',
  '{"index":1.5}',
  '',
  '{"index":0,"type":"ok","process":0,"f":"r","value":1,"time":2}x',
])('the scanner leaves %j to the decoder', line => {
  expect(scanned(line)).toBeUndefined();
});

test.each([
  ['with a message', '{"name":"BADVERSION","message":"expected 3"}'],
  ['without one', '{"name":"timeout"}'],
])('the scanner knows an error %s', (_, error) => {
  const line = `{"index":0,"type":"fail","process":0,"f":"r","value":1,"time":2,"error":${error}}`;
  expect(scanned(line)).toEqual(decodeEvent(line, 0));
});

test('a missing index is the place, a missing time 0, a missing value null', () => {
  expect(decodeEvent('{"type":"invoke","process":0,"f":"read"}', 5)).toEqual({
    index: 5,
    type: 'invoke',
    process: 0,
    f: 'read',
    value: null,
    time: 0,
  });
});

test('a long integer comes back as it was written, and so do digits in texts', () => {
  const value = [2 ** 53, -(2 ** 60), '9007199254740993', '\\"9007199254740993'];
  expect(decodeEvent(line({ value }), 0).value).toEqual(value);
});

const line = (fields: object) =>
  JSON.stringify({ index: 0, type: 'ok', process: 0, f: 'read', value: 1, time: 0, ...fields });

test.each([
  ['{"index":3,', 'column 12: this is not JSON'],
  ['[1]', 'expected an event as a JSON object, found [1]'],
  [line({ type: 'okay' }), 'type: expected invoke, ok, fail or info, found "okay"'],
  [line({ process: -2 }), 'process: expected a number of 0 or more, or "nemesis", found -2'],
  [line({ f: 3 }), 'f: expected a string, found 3'],
  [line({ index: 0.5 }), 'index: expected an integer, found 0.5'],
  [line({ zxid: 12 }), 'zxid: expected a string such as "0x10000001c", found 12'],
  [line({ error: 'no' }), 'error: expected an object with a name, found "no"'],
  [line({ key: [1] }), 'key: expected a string or a number, found [1]'],
  [
    '{"type":"ok","process":0,"f":"read","value":["1",9007199254740993]}',
    'expected numbers that a double holds exactly (integers of at most 53 bits), found 9007199254740993; write it as a string',
  ],
])('%s -> %s', (text, message) => {
  expect(() => decodeEvent(text, 0)).toThrow(message);
});
