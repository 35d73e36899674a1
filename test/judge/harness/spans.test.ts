import { describe, expect, test } from 'vitest';
import { Spans } from '../../../src/judge/harness/spans.ts';
import { seededRandom } from '../../../src/random.ts';

const span = (
  fromNs: number,
  toNs: number,
): { readonly fromNs: number; readonly toNs: number } => ({
  fromNs,
  toNs,
});

describe('spans by time', () => {
  test('both ends of a span belong to it', () => {
    const spans = new Spans([span(2, 4)]);
    expect([1, 2, 3, 4, 5].map(time => spans.at(time).length)).toEqual([0, 1, 1, 1, 0]);
  });

  test('a span without an end contains every later time', () => {
    expect(new Spans([span(2, Number.POSITIVE_INFINITY)]).at(9)).toHaveLength(1);
  });

  test('they are found as by a walk over all, in the order given', () => {
    const random = seededRandom(1);
    const all = Array.from({ length: 60 }, () => {
      const from = random.intBelow(100);
      return span(from, from + random.intBelow(30) - 3);
    });
    const spans = new Spans(all);
    for (let time = -1; time < 135; time += 0.5) {
      const walked = all.filter(({ fromNs, toNs }) => fromNs <= time && time <= toNs);
      expect(spans.at(time)).toEqual(walked);
    }
  });
});
