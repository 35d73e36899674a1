import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/cli/suggest.ts';

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['node', 'nodes', 1],
])('%j to %j costs %i', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test('a slip finds its word', () =>
  expect(nearest('partitoin', ['kill', 'partition'])).toBe('partition'));
test('a far word finds nothing', () => expect(nearest('clock', ['kill', 'pause'])).toBeUndefined());
