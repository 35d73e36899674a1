import { describe, expect, test } from 'vitest';
import {
  bridge,
  completeGrudge,
  cutPairs,
  halves,
  isolateFirst,
  loadGrudge,
  majoritiesRing,
  oneWay,
  storeGrudge,
  withoutClients,
} from '../../nemesis/grudge.ts';
import type { Grudge, NodeName } from '../../src/contract.ts';

const nodesOf = (count: number): NodeName[] =>
  Array.from({ length: count }, (_, at) => `n${at + 1}` as NodeName);
const hears = (grudge: Grudge, node: NodeName, nodes: readonly NodeName[]): NodeName[] =>
  nodes.filter(peer => !grudge.get(node)?.has(peer));
const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, at) =>
        permutations(items.toSpliced(at, 1)).map(rest => [item, ...rest]),
      );
const symmetric = (grudge: Grudge): boolean =>
  cutPairs(grudge).every(({ from, to }) => from !== 'clients' && grudge.get(from)?.has(to));
const stored = (grudge: Grudge): unknown => storeGrudge(grudge);

test('a complete grudge of two components cuts exactly the pairs across', () => {
  const [a, b, c] = nodesOf(3) as [NodeName, NodeName, NodeName];
  expect(stored(completeGrudge([[a], [b, c]]))).toEqual({
    n1: ['n2', 'n3'],
    n2: ['n1'],
    n3: ['n1'],
  });
});

describe.each([3, 5, 7])('of %i nodes', count => {
  const nodes = nodesOf(count);
  const orders = count < 7 ? permutations(nodes) : [nodes, nodes.toReversed()];
  const majority = Math.floor(count / 2) + 1;

  test('majorities-ring: every node hears a majority, no two the same, and something is cut', () => {
    for (const order of orders) {
      const views = nodes.map(node => hears(majoritiesRing(order), node, nodes));
      expect(views.every(view => view.length >= majority)).toBe(true);
      expect(nodes.every((node, at) => views[at]?.includes(node))).toBe(true);
      expect(new Set(views.map(String)).size).toBe(count);
      expect(views.every(view => view.length < count)).toBe(true);
    }
  });

  test('isolate: the first is alone, the others hear each other', () => {
    for (const order of orders) {
      const grudge = isolateFirst(order);
      expect(hears(grudge, order[0] as NodeName, nodes)).toEqual([order[0]]);
      expect(order.slice(1).every(node => hears(grudge, node, nodes).length === count - 1)).toBe(
        true,
      );
      expect(symmetric(grudge)).toBe(true);
    }
  });

  test('halves: every node hears its half, one half is a majority', () => {
    for (const order of orders) {
      const sizes = order.map(node => hears(halves(order), node, nodes).length);
      const small = count - majority;
      expect(sizes).toEqual(order.map((_, at) => (at < small ? small : majority)));
      expect(symmetric(halves(order))).toBe(true);
    }
  });

  test('bridge: the first hears all and is heard by all, the halves do not hear each other', () => {
    for (const order of orders) {
      const grudge = bridge(order);
      expect(hears(grudge, order[0] as NodeName, nodes)).toEqual(nodes);
      const half = (count - 1) / 2 + 1;
      expect(order.slice(1).every(node => hears(grudge, node, nodes).length === half)).toBe(true);
      expect(order.every(node => hears(grudge, node, nodes).includes(order[0] as NodeName))).toBe(
        true,
      );
    }
  });

  test('one-way: no cut pair is cut in the other direction', () => {
    for (const order of orders) {
      const pairs = cutPairs(oneWay(order));
      expect(pairs).toHaveLength((count - majority) * majority);
      expect(
        pairs.some(({ from, to }) =>
          oneWay(order)
            .get(from as NodeName)
            ?.has(to),
        ),
      ).toBe(false);
    }
  });

  test('without clients: exactly the given nodes drop clients and nobody else', () => {
    expect(cutPairs(withoutClients(nodes.slice(1)))).toEqual(
      nodes.slice(1).map(to => ({ from: 'clients', to })),
    );
  });

  test('a stored grudge is loaded as it was', () => {
    expect(stored(loadGrudge(storeGrudge(halves(nodes))))).toEqual(stored(halves(nodes)));
  });
});

test.each([1, 2])('a ring of %i nodes cuts nothing', count => {
  expect(cutPairs(majoritiesRing(nodesOf(count)))).toEqual([]);
});
