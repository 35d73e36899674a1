import { describe, expect, test } from 'vitest';
import { nemeses } from '../../nemesis/registry.ts';
import { refusedValue } from '../../nemesis/value-shape.ts';
import type { Invocation } from '../../src/history/event.ts';
import { seededRandom } from '../../src/random.ts';
import { fakeEnsemble } from '../kit/fake-ensemble.ts';

const STRIKES = 60;
const NEMESIS = { process: 'nemesis', thread: 'nemesis' } as const;

/** The first operations that a nemesis plans, for an ensemble of that many nodes. */
function planned(entry: (typeof nemeses)[number], count: number, seed: number) {
  const { options } = fakeEnsemble(count);
  const nemesis = entry.create({ ...options, random: seededRandom(seed) });
  const found: Invocation[] = [];
  let left = nemesis.generator;
  for (let at = 0; at < 2 * STRIKES; at++) {
    const next = left.next({ timeNs: 0, free: [NEMESIS], all: [NEMESIS] });
    if (next.kind !== 'op') break;
    found.push(next.op.invocation);
    left = next.then;
  }
  return { nemesis, found };
}

const striking = nemeses.filter(({ name }) => name !== 'none');

describe.each(striking)('$name', entry => {
  test.each([
    [3, 1],
    [5, 2],
  ])(
    'says what the value of each strike may be, and plans such values on %i nodes',
    (count, seed) => {
      const { nemesis, found } = planned(entry, count, seed);
      const shapes = nemesis.values ?? {};
      const strikes = nemesis.operations.map(({ strike }) => strike);
      expect(Object.keys(shapes).toSorted()).toEqual(strikes.toSorted());
      const values = found.flatMap(({ f, value }) => {
        const shape = shapes[f];
        return shape === undefined ? [] : [refusedValue(shape, value)];
      });
      expect(values.length).toBeGreaterThan(0);
      expect(values.filter(refusal => refusal !== undefined)).toEqual([]);
    },
  );

  test('refuses another value', () => {
    const { values = {} } = entry.create(fakeEnsemble(3).options);
    for (const shape of Object.values(values))
      expect(refusedValue(shape, { who: 'nobody' })).toBeDefined();
  });
});

test('a word that every object has is no case', () =>
  expect(
    refusedValue({ kind: 'cases', key: 'who', cases: { leader: {} } }, { who: 'constructor' }),
  ).toEqual({ at: '.who', expected: 'leader', found: 'constructor', allowed: ['leader'] }));
