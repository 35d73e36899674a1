import { describe, expect, test } from 'vitest';
import { kill } from '../../nemesis/kill.ts';
import { chooseVictims, findVictims, type Victims, type Who } from '../../nemesis/victims.ts';
import type { NodeName } from '../../src/contract.ts';
import { seededRandom } from '../../src/random.ts';
import { type Fake, fakeEnsemble } from '../kit/fake-ensemble.ts';
import { never } from '../kit/never.ts';

const nodesOf = (count: number): NodeName[] =>
  Array.from({ length: count }, (_, at) => `n${at + 1}` as NodeName);

function sizes(count: number): Readonly<Partial<Record<Who, readonly number[]>>> {
  const random = seededRandom(4);
  const chosen: Victims[] = Array.from({ length: 100 }, () =>
    chooseVictims(nodesOf(count), random),
  );
  const sizeOf = (victims: Victims): number => ('nodes' in victims ? victims.nodes.length : 0);
  return Object.fromEntries(
    (['one', 'minority', 'majority', 'all', 'leader'] as const).map(who => [
      who,
      [...new Set(chosen.filter(victims => victims.who === who).map(sizeOf))],
    ]),
  );
}

test.each([
  { nodes: 1, expected: { one: [1], minority: [1], majority: [1], all: [1], leader: [0] } },
  { nodes: 3, expected: { one: [1], minority: [1], majority: [2], all: [3], leader: [0] } },
  { nodes: 4, expected: { one: [1], minority: [1], majority: [2], all: [4], leader: [0] } },
  { nodes: 5, expected: { one: [1], minority: [2], majority: [3], all: [5], leader: [0] } },
  { nodes: 7, expected: { one: [1], minority: [3], majority: [4], all: [7], leader: [0] } },
])('of $nodes nodes a minority leaves a quorum, a majority does not', ({ nodes, expected }) => {
  expect(sizes(nodes)).toEqual(expected);
});

test('every node is a victim some time, in the order of the ensemble', () => {
  const random = seededRandom(9);
  const chosen = Array.from({ length: 50 }, () => chooseVictims(nodesOf(5), random));
  const named = chosen.flatMap(victims => ('nodes' in victims ? [victims.nodes] : []));
  expect(new Set(named.flat())).toEqual(new Set(nodesOf(5)));
  expect(named.every(nodes => String(nodes) === String([...nodes].sort()))).toBe(true);
});

test('where two of seven nodes may be struck, no draw strikes more', () => {
  const random = seededRandom(2);
  const draws = Array.from({ length: 100 }, () => chooseVictims(nodesOf(7), random, { atMost: 2 }));
  const sizes = draws.map(victims => ('nodes' in victims ? victims.nodes.length : 1));
  expect(new Set(sizes)).toEqual(new Set([1, 2]));
  expect(new Set(draws.map(({ who }) => who))).toEqual(new Set(['one', 'minority', 'leader']));
});

describe('aimed victims', () => {
  const draw = (aimed: readonly string[]): Victims =>
    chooseVictims(nodesOf(5), seededRandom(1), { aimed });

  test.each(['leader', 'followers', 'observers', 'laggard'] as const)(
    '%s are looked up when the fault is applied',
    who => expect(draw([who])).toEqual({ who }),
  );
  test('majority: the fewest that leave no quorum', () =>
    expect(draw(['majority'])).toMatchObject({ who: 'majority', nodes: { length: 3 } }));
  test('names of nodes: these nodes', () =>
    expect(draw(['n4', 'n2'])).toEqual({ who: 'named', nodes: ['n2', 'n4'] }));

  const found = async (victims: Victims, change: (fake: Fake) => void = () => {}) => {
    const fake = fakeEnsemble(3);
    change(fake);
    return (await findVictims(victims, fake.options, never)).map(({ name }) => name);
  };
  test('followers: every node that follows', async () =>
    expect(await found({ who: 'followers' })).toEqual(['n2', 'n3']));
  test('observers: none where no node observes', async () =>
    expect(await found({ who: 'observers' })).toEqual([]));
  test('laggard: the node whose last transaction is the oldest', async () => {
    const lags = (fake: Fake) => fake.zxids.set(fake.name(1), 7n).set(fake.name(2), 9n);
    expect(await found({ who: 'laggard' }, fake => lags(fake).set(fake.name(3), 6n))).toEqual([
      'n3',
    ]);
    expect(await found({ who: 'laggard' }, fake => lags(fake).delete(fake.name(3)))).toEqual([
      'n1',
    ]);
  });
  test('a fault that finds no victim is not verified', async () => {
    const strike = { f: 'kill', value: { who: 'observers' } };
    const report = await kill.create(fakeEnsemble(3).options).invoke(strike, never);
    expect(report).toMatchObject({ verified: false, on: { nodes: [] } });
  });
});
