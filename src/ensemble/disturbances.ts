/** Disturbances of packets, by `packets` (docker/images/tools/packets.c) on each node: the kernel queues for it what
 *  a chain of rules matches, one queue and one chain for each kind, so that several kinds act on one packet. */
import type { Disturbance, Disturbing, Network, NodeName, Peer } from '../contract.ts';
import type { AgentNode } from './agent-node.ts';
import { base64 } from './base64.ts';
import type { Addresses } from './cut-rules.ts';
import { type Chain, iptablesRules } from './iptables-rules.ts';
import { PORTS } from './member.ts';

/** Numbers of the kernel's queues. */
const QUEUES: Readonly<Record<Disturbance['kind'], number>> = {
  slow: 1,
  loss: 2,
  duplicate: 3,
  rate: 4,
  flap: 5,
  hold: 6,
};

interface Disturbed {
  readonly nodes: readonly AgentNode[];
  readonly addresses: Addresses;
  /** The port of the controller's own connection to a node, where it is not ours alone. */
  spared(node: AgentNode): number | undefined;
}

type Part = Pick<Network, 'disturb' | 'calm' | 'connectMs' | 'duplicates'>;

export function disturbances(disturbed: Disturbed): Part {
  const { nodes } = disturbed;
  const nodeOf = (name: NodeName): AgentNode => {
    const found = nodes.find(node => node.name === name);
    if (found === undefined) throw new RangeError(`network: no node ${name}`);
    return found;
  };
  return {
    disturb: async (disturbing, signal) => {
      await Promise.all(nodes.map(node => disturbNode(node, { ...disturbed, disturbing }, signal)));
    },
    calm: async (kind, signal) => {
      await Promise.all(nodes.map(({ agent }) => agent.ask(signal, 'calm', kind)));
    },
    connectMs: async ({ from, to, port, count, boundMs }, signal) => {
      const words = [nodeOf(to).member.host, PORTS[port], count, boundMs];
      return timesIn(await nodeOf(from).agent.ask(signal, 'connections', ...words));
    },
    duplicates: async (node, signal) => Number(await nodeOf(node).agent.ask(signal, 'duplicates')),
  };
}

async function disturbNode(
  node: AgentNode,
  { disturbing, ...disturbed }: Disturbed & { readonly disturbing: Disturbing },
  signal: AbortSignal,
): Promise<void> {
  const { grudge, disturbance } = disturbing;
  const peers = grudge.get(node.name) ?? new Set();
  const words =
    peers.size === 0
      ? ['calm', disturbance.kind]
      : ['disturb', ...disturbWords(peers, { ...disturbed, disturbing, node })];
  const [verb = '', ...rest] = words;
  await node.agent.ask(signal, verb, ...rest);
}

interface At extends Omit<Disturbed, 'nodes'> {
  readonly disturbing: Pick<Disturbing, 'ports' | 'disturbance'>;
  readonly node: AgentNode;
}

/** The words that ask an agent for a disturbance of what comes from `peers`. */
function disturbWords(
  peers: ReadonlySet<Peer>,
  { disturbing: { ports, disturbance }, node, addresses, spared }: At,
): readonly string[] {
  const port = spared(node);
  const matching = { peers, ports, addresses, ...(port !== undefined && { spared: port }) };
  const rules = (['IPv4', 'IPv6'] as const).map(family =>
    base64(iptablesRules(family, matching, chainOf(disturbance.kind))),
  );
  return [disturbance.kind, String(QUEUES[disturbance.kind]), ...rules, ...fateOf(disturbance)];
}

/** What `packets` lets go of has the mark of its kind, and passes this chain. Packets pass too once `packets` ends. */
function chainOf(kind: Disturbance['kind']): Chain {
  const number = QUEUES[kind];
  const mark = `0x${(1 << (15 + number)).toString(16)}`;
  return {
    chain: `ZOOBREAK_${kind.toUpperCase()}`,
    target: `-m mark ! --mark ${mark}/${mark} -j NFQUEUE --queue-num ${number} --queue-bypass`,
  };
}

/** The arguments of `packets`. */
function fateOf(disturbance: Disturbance): readonly string[] {
  switch (disturbance.kind) {
    case 'slow':
      return [String(disturbance.leastMs), String(disturbance.mostMs), disturbance.order];
    case 'loss':
    case 'duplicate':
      return [String(disturbance.percent)];
    case 'rate':
      return [String(disturbance.kbPerS * 1000)];
    case 'flap':
      return [String(disturbance.upMs), String(disturbance.downMs)];
    case 'hold':
      return [];
  }
}

/** `1234 -` -> 1.234, undefined. */
function timesIn(text: string): readonly (number | undefined)[] {
  return text
    .trim()
    .split(/\s+/)
    .map(word => (word === '-' ? undefined : Number(word) / 1000));
}
