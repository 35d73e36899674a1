/** A running ensemble of hosts. */
import type { Clock } from '../../clock.ts';
import type { Ensemble, NodeName } from '../../contract.ts';
import { type Addresses, cutRules } from '../cut-rules.ts';
import { agentNetwork, base64, type CutWords } from '../cuts.ts';
import { rolesOf, whenServing } from '../serving.ts';
import { settled } from '../within.ts';
import { collectNode } from './collect.ts';
import type { Host } from './host.ts';
import { iptablesRules } from './iptables-rules.ts';
import type { SshNode } from './node.ts';

interface EnsembleParts {
  readonly nodes: readonly SshNode[];
  readonly clock: Clock;
  readonly facts: Readonly<Record<string, string>>;
  readonly supports: Ensemble['supports'];
}

export function sshEnsemble({ nodes, clock, facts, supports }: EnsembleParts): Ensemble {
  const hosts = nodes.map(({ host }) => host);
  return {
    nodes,
    network: agentNetwork(nodes, hostWords(nodes)),
    facts,
    roles: signal => rolesOf(nodes, signal),
    whenServing: signal => unlessLost(hosts, whenServing(nodes, clock, signal)),
    supports,
    collect: async (folder, signal) =>
      void (await settled(nodes.map(node => collectNode(node, folder, signal)))),
    remove: signal => release(hosts, signal),
  };
}

/** Returns how the agent of a host is asked for a cut, with the packet filter that the host has. The
 *  controller's own connection is spared. */
function hostWords(nodes: readonly SshNode[]): CutWords {
  const addresses = addressesOf(nodes);
  return ({ name }, peers, ports) => {
    const node = nodes.find(each => each.name === name);
    const spared = node?.sshPort ?? 22;
    if (node?.facts.filter.kind !== 'iptables')
      return [base64(cutRules(peers, ports, addresses, spared))];
    const cut = { peers, ports, addresses, spared };
    return [iptablesRules('IPv4', cut), iptablesRules('IPv6', cut)].map(base64);
  };
}

/** Returns the addresses of each host, except those that several have, such as a container bridge's. */
function addressesOf(nodes: readonly Pick<SshNode, 'name' | 'facts'>[]): Addresses {
  const count = new Map<string, number>();
  for (const address of nodes.flatMap(({ facts }) => facts.addresses))
    count.set(address, (count.get(address) ?? 0) + 1);
  return new Map<NodeName, readonly string[]>(
    nodes.map(({ name, facts }) => [
      name,
      facts.addresses.filter(address => count.get(address) === 1),
    ]),
  );
}

/** What a wait resolves to. @throws {HostError} as soon as a host counts as lost. */
function unlessLost<T>(hosts: readonly Host[], wait: Promise<T>): Promise<T> {
  const losses = hosts.map(async ({ lost }): Promise<never> => {
    throw await lost;
  });
  return Promise.race([wait, ...losses]);
}

/** Removes everything of the run from every host that still can be reached.
 * @throws {HostError} naming the first that could not. */
async function release(hosts: readonly Host[], signal: AbortSignal): Promise<void> {
  try {
    await settled(hosts.map(host => host.agent.ask(signal, 'release')));
  } finally {
    for (const host of hosts) host.close();
  }
}
