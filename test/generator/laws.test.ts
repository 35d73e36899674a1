/** What holds for every generator, however it is made. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Generator } from '../../src/contract.ts';
import {
  any,
  clients,
  cycle,
  delay,
  eachProcess,
  eachThread,
  flipFlop,
  independentKeys,
  limit,
  mix,
  nemesisBeside,
  phases,
  reserve,
  sequence,
  simulate,
  stagger,
  timeLimit,
  untilOk,
} from '../../src/generator/index.ts';
import { wrapThen } from '../../src/generator/source.ts';
import type { Event } from '../../src/history/event.ts';
import { type Random, seededRandom } from '../../src/random.ts';
import { numbered } from '../kit/trace.ts';

/** Makes a generator anew, so that two runs share nothing. */
type Recipe = (random: Random) => Generator;

const leaf: fc.Arbitrary<Recipe> = fc
  .tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 6 }))
  .map(
    ([f, count]) =>
      () =>
        limit(count, numbered(f)),
  );

const { recipe } = fc.letrec<{ recipe: Recipe }>(tie => ({
  recipe: fc.oneof({ depthSize: 'small' }, leaf, unary(tie('recipe')), binary(tie('recipe'))),
}));

function unary(inner: fc.Arbitrary<Recipe>): fc.Arbitrary<Recipe> {
  const wraps: ((make: () => Generator, random: Random) => Generator)[] = [
    make => delay(3, make()),
    (make, random) => stagger(random, 4, make()),
    make => timeLimit(20, make()),
    make => untilOk(make()),
    make => limit(9, cycle(make)),
    make => eachThread(make),
    make => eachProcess(make),
    make =>
      limit(
        12,
        independentKeys(2, 3, () => sequence(make(), numbered('k'))),
      ),
  ];
  return fc.tuple(fc.constantFrom(...wraps), inner).map(
    ([wrap, recipe]) =>
      random =>
        wrap(() => recipe(random), random),
  );
}

function binary(inner: fc.Arbitrary<Recipe>): fc.Arbitrary<Recipe> {
  const joins: ((a: Generator, b: Generator, random: Random) => Generator)[] = [
    (a, b) => any(a, b),
    (a, b, random) => mix(random, a, b),
    (a, b) => sequence(a, b),
    (a, b) => phases(a, b),
    (a, b) => flipFlop(a, b),
    (a, b) => reserve([[1, a]], b),
    (a, b) => nemesisBeside(a, b),
  ];
  return fc.tuple(fc.constantFrom(...joins), inner, inner).map(
    ([join, a, b]) =>
      random =>
        join(a(random), b(random), random),
  );
}

/** Asks twice, and goes on with the second answer. */
function askedTwice(inner: Generator): Generator {
  return {
    next: context => {
      inner.next(context);
      return wrapThen(inner.next(context), askedTwice);
    },
    update: (context, event) => askedTwice(inner.update(context, event)),
  };
}

const ends = fc.array(fc.constantFrom('ok', 'fail', 'info'), { minLength: 1, maxLength: 7 });
const scenario = fc.record({ recipe, ends, threads: fc.integer({ min: 1, max: 5 }) });
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

function run(
  { recipe, ends, threads }: Scenario,
  change: (g: Generator) => Generator,
): readonly Event[] {
  const imagine = ({ index }: Event) => ({
    latencyNs: (1 + ((index * 7) % 5)) * 1e6,
    type: ends[index % ends.length] ?? 'ok',
  });
  return simulate(change(clients(recipe(seededRandom(9)))), { threads, imagine, limit: 400 });
}

const same = (generator: Generator): Generator => generator;

test('the same seed gives the same events', () => {
  fc.assert(
    fc.property(scenario, given => {
      expect(run(given, same)).toEqual(run(given, same));
    }),
  );
});

test('asking twice changes nothing: no operation and no draw is lost', () => {
  fc.assert(
    fc.property(scenario, given => {
      expect(run(given, askedTwice)).toEqual(run(given, same));
    }),
  );
});

test('operations are given to free processes only, in order of time', () => {
  fc.assert(
    fc.property(scenario, given => {
      const open = new Set<Event['process']>();
      let lastNs = 0;
      for (const { type, process, time } of run(given, same)) {
        expect(open.has(process)).toBe(type !== 'invoke');
        if (type === 'invoke') open.add(process);
        else open.delete(process);
        expect(time).toBeGreaterThanOrEqual(lastNs);
        lastNs = time;
      }
    }),
  );
});
