/** Who drops whose packets, as pure functions of a list of nodes: shuffle the list first, then cut it.
 *  A grudge maps a node to the peers it does not hear; what is not listed is heard. */
import type { Grudge, NodeName, Peer } from '../src/contract.ts';

type Nodes = readonly NodeName[];

/** Nodes of one component hear each other and nobody else. */
export function completeGrudge(components: readonly Nodes[]): Grudge {
  const all = components.flat();
  return grudgeOf(all, node => {
    const component = components.find(members => members.includes(node)) ?? [];
    return all.filter(peer => !component.includes(peer));
  });
}

/** The first node apart from all others. */
export function isolateFirst(nodes: Nodes): Grudge {
  return completeGrudge([nodes.slice(0, 1), nodes.slice(1)]);
}

/** The first, smaller half apart from the rest. */
export function halves(nodes: Nodes): Grudge {
  const middle = Math.floor(nodes.length / 2);
  return completeGrudge([nodes.slice(0, middle), nodes.slice(middle)]);
}

/** Two halves that do not hear each other, and the first node, which hears and is heard by both. */
export function bridge(nodes: Nodes): Grudge {
  const [middle, ...others] = nodes;
  const apart = halves(others);
  return middle === undefined ? apart : new Map(apart).set(middle, new Set());
}

/** Every node hears a majority, and no two nodes hear the same one: the nodes stand in a circle
 *  and hear their neighbours. Three nodes hear only the one before them, because two-way
 *  neighbours would be everybody; fewer than three hear everybody. */
export function majoritiesRing(nodes: Nodes): Grudge {
  const count = nodes.length;
  if (count < 3) return completeGrudge([nodes]);
  const reach = Math.ceil(Math.floor(count / 2) / 2);
  const after = count === 3 ? 0 : reach;
  return grudgeOf(nodes, (_, at) =>
    nodes.filter((_peer, other) => {
      const distance = (other - at + count) % count;
      return distance > after && distance < count - reach;
    }),
  );
}

/** The smaller half does not hear the rest, but the rest hears it. */
export function oneWay(nodes: Nodes): Grudge {
  const middle = Math.floor(nodes.length / 2);
  const rest = nodes.slice(middle);
  return grudgeOf(nodes, (_, at) => (at < middle ? rest : []));
}

/** None of the nodes hears a client; they hear each other. */
export function withoutClients(nodes: Nodes): Grudge {
  return grudgeOf(nodes, () => ['clients']);
}

/** All (from, to) whose packets are dropped at `to`. */
export function cutPairs(
  grudge: Grudge,
): readonly { readonly from: Peer; readonly to: NodeName }[] {
  return [...grudge].flatMap(([to, peers]) => [...peers].map(from => ({ from, to })));
}

/** The nodes that drop packets, or whose packets are dropped. */
export function nodesIn(grudge: Grudge): readonly NodeName[] {
  const pairs = cutPairs(grudge);
  return [...new Set(pairs.flatMap(({ from, to }) => (from === 'clients' ? [to] : [from, to])))];
}

/** A grudge as the history stores it. */
export type StoredGrudge = Readonly<Record<string, readonly string[]>>;

/** Nodes that hear everybody are left out. */
export function storeGrudge(grudge: Grudge): StoredGrudge {
  const entries = [...grudge].filter(([, peers]) => peers.size > 0);
  return Object.fromEntries(entries.map(([node, peers]) => [node, [...peers]]));
}

/** The grudge that was stored. */
export function loadGrudge(stored: StoredGrudge): Grudge {
  const entries = Object.entries(stored);
  return new Map(entries.map(([node, peers]) => [node as NodeName, new Set(peers as Peer[])]));
}

function grudgeOf(nodes: Nodes, dropped: (node: NodeName, at: number) => readonly Peer[]): Grudge {
  return new Map(nodes.map((node, at) => [node, new Set(dropped(node, at))]));
}
