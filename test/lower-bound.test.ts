import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lowerBound } from '../src/lower-bound.ts';

test('the first place that holds, of ascending numbers', () => {
  expect(lowerBound([1, 3, 3, 7], item => item >= 3)).toBe(1);
  expect(lowerBound([1, 3, 3, 7], item => item > 3)).toBe(3);
});

test('none that holds -> the length', () => {
  expect(lowerBound([1, 3], item => item > 9)).toBe(2);
  expect(lowerBound([], () => true)).toBe(0);
});

test('agrees with a linear search', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer(), (numbers, least) => {
      const ascending = numbers.toSorted((a, b) => a - b);
      const found = ascending.findIndex(item => item >= least);
      expect(lowerBound(ascending, item => item >= least)).toBe(found < 0 ? numbers.length : found);
    }),
  );
});
