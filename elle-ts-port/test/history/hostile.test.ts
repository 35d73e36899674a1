import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistoryBuilder, historyOf } from '../../src/history/builder.ts';
import { ednEvents } from '../../src/history/edn.ts';
import type { Event } from '../../src/history/event.ts';
import { type History, opOf } from '../../src/history/history.ts';
import { JsonLines } from '../../src/history/jsonl.ts';

function fromBytes(bytes: Uint8Array): History {
  const builder = new HistoryBuilder('list-append');
  const lines = new JsonLines(builder);
  lines.add(bytes);
  lines.finish();
  return builder.finish();
}
const fromText = (text: string): History => fromBytes(new TextEncoder().encode(text));
const fromEdn = (text: string): History => historyOf(ednEvents(text), 'list-append');

const line = (fields: string): string => `{"type":"ok","process":0,${fields}}`;
const append = (element: string): string => line(`"value":[["append","x",${element}]]`);
const ednAppend = (element: string): string =>
  `{:type :ok, :process 0, :value [[:append :x ${element}]]}`;
/** A text with one byte that no UTF-8 text has. */
const broken = (text: string): Uint8Array => Buffer.from(text.replace('@', '\u00ff'), 'latin1');

describe('what cannot be kept as it is written is refused', () => {
  it.each(['9007199254740993', '9007199254740993e0', '1e999', '1e-999'])('%s in JSON', text => {
    expect(() => fromText(append(text))).toThrow(`found ${text}`);
  });

  it.each(['1e999', '1/3', '0.30000000000000001'])('%s in EDN', text => {
    expect(() => fromEdn(ednAppend(text))).toThrow(
      `line 1, column 45: expected a number that a double holds exactly, found ${text}`,
    );
  });

  it('bytes that are no UTF-8', () => {
    expect(() => fromBytes(broken(append('"@"')))).toThrow('line 1: expected UTF-8');
  });

  it.each([
    ['process', 'expected an integer below 2^53, or a name, found 9007199254740993'],
    ['index', 'expected an integer below 2^53, found 9007199254740993'],
    ['time', 'expected an integer below 2^53, found 9007199254740993'],
  ])('a %s that is no double, in EDN', (field, message) => {
    const text = ednAppend('1')
      .replace('{', `{:${field} 9007199254740993 `)
      .replace(field === 'process' ? ', :process 0' : '@', '');
    expect(() => fromEdn(text)).toThrow(`${field} of event 0: ${message}`);
  });

  it('a process that is no integer, though a number', () => {
    expect(() => fromText(append('1').replace('"process":0', '"process":0.5'))).toThrow(
      'process of event 0: expected an integer below 2^53, or a name, found 0.5',
    );
  });
});

describe('what is not JSON is refused', () => {
  it.each([
    ['a leading zero', append('007')],
    ['junk in a field that is not needed', `${line('"junk":xyz,"value":null')}`],
    ['brackets that do not match', line('"junk":[[},"value":null')],
    ['a control character', append('"a\u0001b"')],
  ])('%s', (_, text) => {
    expect(() => fromText(text)).toThrow('line 1: expected a JSON object');
  });
});

it('nesting of 3,000 levels is refused, not a stack that overflows', () => {
  const deep = `${'['.repeat(3000)}${']'.repeat(3000)}`;
  expect(() => fromText(line(`"value":${deep}`))).toThrow('expected at most 500 levels');
  expect(() => fromEdn(ednAppend(deep))).toThrow('expected at most 500 levels');
});

it('a string of 12 MB is read, escapes or not', () => {
  const long = `"${'\\n0123456789'.repeat(1_000_000)}"`;
  expect(fromText(append(long)).count).toBe(1);
  expect(fromEdn(ednAppend(long)).count).toBe(1);
});

it('a mark of the byte order is passed over', () => {
  expect(fromText(`\ufeff${append('1')}`).count).toBe(1);
  expect(fromEdn(`\ufeff${ednAppend('1')}`).count).toBe(1);
});

it('what is read of a changed line is what JSON.parse reads of it', () => {
  const change = fc.record({ at: fc.nat(), to: fc.constantFrom(...'0-{}[]",:x1\\\u0001e.', '') });
  const start = line('"index":12,"value":[["append","x",10],["r","y",[1,20]]],"node":"n1"');
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), changes => {
      let text = start;
      for (const { at, to } of changes) {
        const place = at % text.length;
        text = `${text.slice(0, place)}${to}${text.slice(place + 1)}`;
      }
      expect(outcome(() => fromText(text))).toEqual(outcome(() => parsed(text)));
    }),
    { numRuns: 5000 },
  );
});

function parsed(text: string): History {
  const event: Event = JSON.parse(text);
  return historyOf([event], 'list-append');
}

/** Every operation, or that the text was refused. */
function outcome(read: () => History): unknown {
  try {
    const history = read();
    return Array.from({ length: history.count }, (_, txn) => opOf(history, txn));
  } catch {
    return 'refused';
  }
}

describe('a value that would be lost is refused', () => {
  it.each([
    ['value', append('1').replace('"value"', '"value":[["append","x",2]],"value"')],
    ['type', append('1').replace('"type"', '"type":"fail","type"')],
  ])('a %s that comes twice in JSON', (_, text) => {
    expect(() => fromText(text)).toThrow('line 1: expected each name of an object once');
  });

  it.each([
    ['a field twice', ednAppend('1').replace('{', '{:value [], '), 'found value twice'],
    ['a number that JSON has no word for', ednAppend('##NaN'), 'expected a tag after #'],
  ])('%s, in EDN', (_, text, message) => {
    expect(() => fromEdn(text)).toThrow(message);
  });
});

describe('a large integer where none is expected is shown, not a TypeError', () => {
  it.each([
    ['a map that is no event', '{:a [9007199254740993]}', 'found {"a":["9007199254740993"]}'],
    ['a type', ednAppend('1').replace(':ok', '9007199254740993'), 'found 9007199254740993'],
  ])('%s', (_, text, message) => {
    expect(() => fromEdn(text)).toThrow(message);
  });
});
