/** Cuts between the nodes, by packet filter rules in each node's own network namespace. */
import type { Network, NodeName, Peer, Ports } from '../contract.ts';
import type { AgentNode } from './agent-node.ts';
import { base64 } from './base64.ts';
import { type Addresses, cutRules } from './cut-rules.ts';
import { PORTS } from './member.ts';

/** Far above a bridge's round trip, and below the first retransmission of a SYN (1 s). */
const PROBE_S = 0.5;

/** The words that ask a node's agent for a cut. */
export type CutWords = (
  node: AgentNode,
  peers: ReadonlySet<Peer>,
  ports: Ports,
) => readonly string[];

/** Asks for a table of nftables. */
export function nftWords(addresses: Addresses): CutWords {
  return (_, peers, ports) => [base64(cutRules(peers, ports, addresses))];
}

/** Cuts and probes of a network. */
type Cuts = Pick<Network, 'cut' | 'heal' | 'probe' | 'dropped'>;

export function agentCuts(nodes: readonly AgentNode[], wordsOf: CutWords): Cuts {
  const nodeOf = (name: NodeName): AgentNode => {
    const found = nodes.find(node => node.name === name);
    if (found === undefined) throw new RangeError(`network: no node ${name}`);
    return found;
  };
  return {
    cut: async (grudge, ports, signal) => {
      await Promise.all(
        nodes.map(node => {
          const words = wordsOf(node, grudge.get(node.name) ?? new Set(), ports);
          return node.agent.ask(signal, 'cut', ...words);
        }),
      );
    },
    heal: async signal => {
      await Promise.all(nodes.map(({ agent }) => agent.ask(signal, 'heal')));
    },
    probe: async (from, to, port, signal) => {
      const words = [nodeOf(to).member.host, PORTS[port], PROBE_S];
      return (await nodeOf(from).agent.ask(signal, 'probe', ...words)) === 'reached';
    },
    dropped: async (name, signal) => Number(await nodeOf(name).agent.ask(signal, 'dropped')),
  };
}
