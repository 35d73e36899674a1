import { expect, test } from 'vitest';
import { repeated } from '../../src/checker/repeated.ts';

test('each item of a key that was there before, beside the first of that key', () => {
  const words = ['ant', 'bee', 'ape', 'asp', 'bat'];
  expect(repeated(words, word => word.charAt(0))).toEqual([
    ['ant', 'ape'],
    ['ant', 'asp'],
    ['bee', 'bat'],
  ]);
  expect(repeated(words, word => word)).toEqual([]);
});
