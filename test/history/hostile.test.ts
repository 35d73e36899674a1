/** Files that are no history, or one that would be read as another: refused, never judged. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHistory } from '../../src/history/file.ts';
import { decodeEvent, encodeEvent } from '../../src/history/jsonl.ts';
import { LineScanner } from '../../src/history/jsonl-scan.ts';
import { anyEvent } from '../kit/any-event.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(bytes: Uint8Array | string) {
  const path = join(folder, `${crypto.randomUUID()}.txt`);
  await writeFile(path, bytes);
  return readHistory(path);
}

const line = (value: string, rest = ''): string =>
  `{"index":0,"type":"invoke","process":0,"f":"write","value":${value},"time":5${rest}}\n`;
const edn = (value: string): string =>
  `{:index 0, :type :invoke, :process 0, :f :write, :value ${value}, :time 5}\n`;
/** A text with one byte that no UTF-8 text has. */
const broken = (text: string): Uint8Array => Buffer.from(text.replace('@', '\u00ff'), 'latin1');

describe('text that is not UTF-8 is refused, so that \\xff and \\xfe stay two values', () => {
  test.each([
    ['JSON lines', line('"@"')],
    ['JSON lines, with an escape', line('"\\n@"')],
    ['EDN', edn('"@"')],
    ['a log of Jepsen', 'INFO jepsen.util - 4\t:invoke\t:write\t"@"\n'],
  ])('%s', (_, text) => expect(read(broken(text))).rejects.toThrow('expected text in UTF-8'));
});

describe('numbers that would be rounded are refused', () => {
  test.each(['9007199254740993', '9007199254740993e0', '1e999', '1e-999'])('%s in JSON', text =>
    expect(read(line(text))).rejects.toThrow(`found ${text}; write it as a string`),
  );

  test.each(['1e999', '0.30000000000000001', '1/3'])('%s in EDN', text =>
    expect(read(edn(text))).rejects.toThrow(`"${text}" is not a number that can be kept exactly`),
  );
});

describe('what is not JSON is refused', () => {
  test.each([
    ['a number with a leading zero', line('007')],
    ['a negative one', line('-07')],
    ['a control character in a string', line('"a\u0001b"')],
    ['junk after the key', line('1', ',"junk":xyz')],
    ['brackets that do not match', line('[[}]')],
  ])('%s', (_, text) => expect(read(text)).rejects.toThrow('this is not JSON'));

  test('also behind the key', async () => {
    const path = join(folder, 'other-key.jsonl');
    await writeFile(path, line('1').replace(',"time":5', ',"key":"k2","time":xyz'));
    await expect(readHistory(path)).rejects.toThrow('this is not JSON');
  });
});

test.each([
  ['JSON', line(`${'['.repeat(3000)}1${']'.repeat(3000)}`)],
  ['EDN', edn(`${'['.repeat(3000)}1${']'.repeat(3000)}`)],
])('%s nested 3,000 levels deep is refused', (_, text) =>
  expect(read(text)).rejects.toThrow('expected at most 500 levels'),
);

test('a string of 12 MB is read, escapes or not', async () => {
  const history = await read(line(`"${'\\n0123456789'.repeat(1_000_000)}1e999"`));
  expect(String(history.event(0).value)).toHaveLength(11_000_005);
});

test.each([
  ['JSON lines', line('1')],
  ['one line without its end', line('1').trimEnd()],
  ['EDN', edn('1')],
])('a mark of the byte order before %s is passed over', async (_, text) =>
  expect((await read(`\ufeff${text}`)).length).toBe(1),
);

test('what the scanner takes of a changed line, the decoder reads alike', () => {
  const scanner = new LineScanner();
  const change = fc.record({ at: fc.nat(), to: fc.constantFrom(...'0-{}[]",:x1\\\u0001e.', '') });
  fc.assert(
    fc.property(anyEvent, fc.array(change, { minLength: 1, maxLength: 3 }), (event, changes) => {
      let text = encodeEvent(event);
      for (const { at, to } of changes) {
        const place = at % text.length;
        text = `${text.slice(0, place)}${to}${text.slice(place + 1)}`;
      }
      const bytes = Buffer.from(text);
      const scanned = scanner.scan(bytes, 0, bytes.length);
      if (scanned !== undefined) expect(scanned).toEqual(decodeEvent(text, 0));
    }),
    { numRuns: 3000 },
  );
});

describe('a value that would be lost is refused', () => {
  test.each([
    ['a field twice in JSON', line('1').replace('"time"', '"value":2,"time"')],
    ['a name twice in a value', line('{"a":1,"b":[{"a":2,"a":3}]}')],
  ])('%s', (_, text) => expect(read(text)).rejects.toThrow('expected each name of an object once'));

  test.each([
    ['a field twice in EDN', edn('1 :value 2'), ':value twice'],
    ['a key twice in a map', edn('{:a 1 :a 2}'), ':a twice'],
    ['keys of a map that become one', edn('{1 :a "1" :b}'), 'differ as text, found "1" twice'],
    ['a number that JSON has no word for', edn('##NaN'), 'expected a tag after "#", found "#NaN"'],
  ])('%s', (_, text, message) => expect(read(text)).rejects.toThrow(message));
});

describe('the key of an event in EDN', () => {
  const keyed = (key: string): string => edn('1').replace('}', ` :key ${key}}`);

  test('may be a keyword: two keys stay two objects', async () =>
    expect((await read(keyed(':a'))).keys()).toEqual(['a']));

  test.each(['[1]', '12345678901234567890', 'true'])('is refused where it is %s', key =>
    expect(read(keyed(key))).rejects.toThrow(':key: expected a string, a keyword or a number'),
  );
});

test('a node in EDN that is no text is refused', () =>
  expect(read(edn('1').replace('}', ' :node 5}'))).rejects.toThrow(':node: expected a string'));

test('the members of a set have no order', async () => {
  const [one, other] = await Promise.all(
    ['#{1 [2] 30}', '#{30 1 [2]}'].map(each => read(edn(each))),
  );
  expect(one?.event(0).value).toEqual(other?.event(0).value);
});

describe('a log of Jepsen', () => {
  const event = (text: string): string => `INFO jepsen.util - ${text.replaceAll(' ', '\t')}\n`;
  const begun = event('0 :invoke :read nil');

  test.each(['0.5 :ok :read 7', '-1 :ok :read 7', '0 :OK :read 7', '0 :ok', ':client :ok :read 7'])(
    'with the line %j is refused: what it says would be lost',
    text =>
      expect(read(begun + event(text))).rejects.toThrow(
        'line 2: expected a process, type, f and value, found INFO jepsen.util',
      ),
  );

  test('may say other things', async () =>
    expect((await read(`${begun}INFO jepsen.util - Run complete: {:valid? true}\n`)).length).toBe(
      1,
    ));

  test('that ends in the middle of a line is cut: the value may have been longer', async () => {
    expect((await read(begun)).cut).toBe(false);
    expect((await read(begun + event('0 :ok :read 7').trimEnd())).cut).toBe(true);
  });
});
