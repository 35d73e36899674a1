/** The numbers of sequential znodes, by zxid. */
import { describe, expect, test } from 'vitest';
import {
  adoptCreations,
  countCreation,
  lastCreations,
  numberAt,
} from '../../../../src/checker/replay/model/numbering.ts';

const parent = () => ({ creates: 0, marks: [] });

describe('a znode with creations at 10 and 20', () => {
  const counted = () => {
    const node = parent();
    countCreation(node, 10);
    countCreation(node, 20);
    return node;
  };

  test.each([
    ['before the first', 5, 0],
    ['between them', 15, 1],
    ['after both', 25, 2],
  ])('%s, the number is that of the next child', (_, zxid, number) =>
    expect(numberAt(counted(), zxid)).toBe(number),
  );

  test('a creation between them counts, and reverts', () => {
    const node = counted();
    const revert = countCreation(node, 15);
    expect(node.creates).toBe(3);
    revert();
    expect(node).toEqual(counted());
  });

  test('the latest creations come first', () =>
    expect(lastCreations(counted(), 5)).toEqual([20, 10]));
});

test('a creation that a stat has counted is not counted twice', () => {
  const node = parent();
  countCreation(node, 10);
  adoptCreations(node, 3, 20);
  countCreation(node, 15);
  expect([node.creates, numberAt(node, 16), numberAt(node, 30)]).toEqual([3, 2, 3]);
});
