import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberSet } from '../../../src/checker/linearizable/number-set.ts';

test('a number is new once, among few and many', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 2 ** 52 })),
      fc.integer({ max: 9_000, min: 0 }),
      (some, more) => {
        const set = new NumberSet();
        const known = new Set<number>();
        for (const value of [
          ...some,
          ...Array.from({ length: more }, (_, at) => 7 * at + 1),
          ...some,
        ]) {
          expect(set.add(value)).toBe(!known.has(value));
          known.add(value);
        }
        expect(set.size).toBe(known.size);
      },
    ),
    { numRuns: 20 },
  );
});
