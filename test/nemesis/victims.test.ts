import { expect, test } from 'vitest';
import { chooseVictims, type Victims, type Who } from '../../nemesis/victims.ts';
import type { NodeName } from '../../src/contract.ts';
import { seededRandom } from '../../src/random.ts';

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
