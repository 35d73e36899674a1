import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EdnReader } from '../../src/history/edn.ts';
import { EdnSymbol, keyword, Tagged } from '../../src/history/edn-forms.ts';
import { plain } from '../../src/history/edn-plain.ts';
import { writeEdn } from '../../src/history/edn-write.ts';

const read = (text: string) => new EdnReader(text).read();

test.each([
  ['nil', null],
  ['true', true],
  ['-12', -12],
  ['+7', 7],
  ['12N', 12],
  ['9007199254740993', 9007199254740993n],
  ['-0x', undefined],
  ['72340172838076673N', 72340172838076673n],
  ['1.5e3', 1500],
  ['2.50M', 2.5],
  ['1/4', 0.25],
  ['"a\\n\\"\\u0041\\\\"', 'a\n"A\\'],
  ['\\c', 'c'],
  ['\\newline', '\n'],
  ['\\(', '('],
  [':cas', keyword('cas')],
  ['foo/bar', new EdnSymbol('foo/bar')],
  ['-', new EdnSymbol('-')],
  ['[1 (2 3), []]', [1, [2, 3], []]],
  ['#{1 2}', new Set([1, 2])],
  ['#inst "2026"', new Tagged('inst', '2026')],
  ['\ufeff1', 1],
  ['; note\n #_ [gone] #_:too 1', 1],
])('%s', (text, expected) => {
  if (expected === undefined) expect(() => read(text)).toThrow('is not a number');
  else expect(read(text)).toEqual(expected);
});

test('a map keeps its keys, a record is a tagged map', () => {
  const form = read('#jepsen.history.Op{:index 3, :value {"a" 1}}');
  expect(plain(form)).toEqual({ index: 3, value: { a: 1 } });
});

test.each([
  ['[1 2', 'line 1, column 5: the "[" of line 1, column 1 is not closed'],
  ['\n {:a', 'the "{" of line 2, column 2 is not closed'],
  ['{:a }', 'expected a value for the last key of the map'],
  ['\n\n  ]', 'line 3, column 3: expected a form, found "]"'],
  ['"abc', 'the string of line 1, column 1 is not closed'],
  ['[1 12x]', 'line 1, column 4: "12x" is not a number'],
  [': a', 'expected a name after ":"'],
  ['', 'expected a form, found the end'],
  ['['.repeat(1e5), 'line 1, column 501: expected at most 500 levels'],
])('%j -> %s', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

const data = fc.letrec<{ any: unknown }>(tie => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.bigInt(2n ** 53n, 2n ** 64n),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary' }),
    fc.array(tie('any')),
    fc.dictionary(fc.string(), tie('any')),
  ),
})).any;

test('what is written is read again', () => {
  fc.assert(
    fc.property(data, value => {
      expect(plain(read(writeEdn(value)))).toEqual(normal(value));
    }),
  );
});

/** EDN has one zero, and our objects an ordinary prototype. */
function normal(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normal(inner)]));
}
