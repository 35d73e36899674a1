/** The replay oracle against brute force on tiny traces. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTrace } from '../../../src/checker/replay/replay.ts';
import { seededRandom } from '../../../src/random.ts';
import { isExplainable } from './every-placement.ts';
import { altered, tinyTrace } from './tiny-traces.ts';

const drawOf = (seed: number) => seededRandom(seed).intBelow;
const MOST = 6;

test('an honest tiny trace is explainable, and valid', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: MOST }), (seed, operations) => {
      const records = tinyTrace(drawOf(seed), operations);
      expect(isExplainable(records)).toBe(true);
      const verdict = checkTrace(records);
      expect(verdict.valid === false ? verdict.anomalies : []).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('an altered tiny trace is invalid exactly if nothing explains it, or the verdict counts what is open', () => {
  let [invalid, open] = [0, 0];
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: MOST }), (seed, operations) => {
      const draw = drawOf(seed);
      const records = altered(tinyTrace(draw, operations), draw);
      const verdict = checkTrace(records);
      if (isExplainable(records)) {
        expect(verdict.valid === false ? verdict.anomalies : []).toEqual([]);
        return;
      }
      invalid++;
      if (verdict.valid !== false) open++;
      if (verdict.valid !== false) expect(Number(verdict.counts.undecided)).toBeGreaterThan(0);
    }),
    { numRuns: 800 },
  );
  expect(invalid).toBeGreaterThan(200);
  expect(open / invalid).toBeLessThan(0.1);
});
