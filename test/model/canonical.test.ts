import { expect, test } from 'vitest';
import { canonical } from '../../src/model/canonical.ts';

test.each([
  ['the names of an object in any order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
  ['a name without a value and none', { a: 1, b: undefined }, { a: 1 }],
  ['zeros', 0, -0],
])('equal: %s', (_, one, other) => {
  expect(canonical([one])).toBe(canonical([other]));
});

test.each([
  ['a large integer and its text', 9007199254740993n, '9007199254740993n'],
  ['one inside of an object too', { a: 5n }, { a: '5n' }],
  ['a number and its text', 5, '5'],
  ['a map and an object', new Map([['a', 1]]), { Map: [['a', 1]] }],
  ['no number and null', [Number.NaN], [null]],
  ['nested arrays', [[1], 2], [1, [2]]],
])('different: %s', (_, one, other) => {
  expect(canonical(one)).not.toBe(canonical(other));
});
