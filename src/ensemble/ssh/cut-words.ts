/** How the agent of an ssh host is asked for a cut, with the packet filter that the host has. The
 *  controller's own connection is spared. */
import type { NodeName } from '../../contract.ts';
import { type Addresses, cutRules } from '../cut-rules.ts';
import { base64, type CutWords } from '../cuts.ts';
import { iptablesRules } from './iptables-rules.ts';
import type { SshNode } from './node.ts';

export function hostWords(nodes: readonly SshNode[]): CutWords {
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

/** Every address of each host but those that several have, such as a container bridge's. */
export function addressesOf(nodes: readonly Pick<SshNode, 'name' | 'facts'>[]): Addresses {
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
