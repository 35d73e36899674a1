/** A running ensemble of hosts. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Ensemble, NodeName } from '../../contract.ts';
import { base64 } from '../base64.ts';
import { type Addresses, cutRules } from '../cut-rules.ts';
import { agentCuts, type CutWords } from '../cuts.ts';
import { keepDigests } from '../digests.ts';
import { disturbances } from '../disturbances.ts';
import { iptablesRules } from '../iptables-rules.ts';
import { LIMITS, limitFacts } from '../profile.ts';
import { rolesOf, whenServing } from '../serving.ts';
import { versionIn } from '../srvr.ts';
import { settled } from '../within.ts';
import type { Host } from './host.ts';
import { runFolder } from './install.ts';
import type { SshNode } from './node.ts';
import type { ServerSource } from './server-source.ts';
import { download } from './upload.ts';

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
    network: {
      ...agentCuts(nodes, hostWords(nodes)),
      ...disturbances({ nodes, addresses: addressesOf(nodes), spared: sparedOf(nodes) }),
    },
    facts,
    roles: signal => rolesOf(nodes, signal),
    whenServing: signal => unlessLost(hosts, whenServing(nodes, clock, signal)),
    supports,
    collect: async (folder, signal) =>
      void (await settled(nodes.map(node => collectNode(node, folder, signal)))),
    remove: signal => release(hosts, signal),
  };
}

/** Returns how the agent of a host is asked to cut, with the packet filter that the host has. The
 * controller's own connection is spared. */
function hostWords(nodes: readonly SshNode[]): CutWords {
  const addresses = addressesOf(nodes);
  const sparedAt = sparedOf(nodes);
  return (asked, peers, ports) => {
    const node = nodes.find(({ name }) => name === asked.name);
    const spared = sparedAt(asked);
    if (node?.facts.filter.kind !== 'iptables')
      return [base64(cutRules(peers, ports, addresses, spared))];
    const cut = { peers, ports, addresses, spared };
    return [iptablesRules('IPv4', cut), iptablesRules('IPv6', cut)].map(base64);
  };
}

/** Returns the port of ssh of a host. */
const sparedOf =
  (nodes: readonly SshNode[]) =>
  ({ name }: Pick<SshNode, 'name'>): number =>
    nodes.find(node => node.name === name)?.sshPort ?? 22;

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

const FILES: readonly (readonly [string, string])[] = [
  ['server.log', 'server.log'],
  ['conf/zoo.cfg', 'zoo.cfg'],
  ['data.tar.gz', 'data.tar.gz'],
];

/** Writes `server.log`, `zoo.cfg`, `data.tar.gz` (snapshots and logs), and `digests` and `digest-mismatches` where the
 * server has them, to `<folder>/<node>/`. */
async function collectNode(
  { name, host, facts }: SshNode,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const own = join(folder, name);
  await mkdir(own, { recursive: true });
  await keepDigests(host, own, signal);
  await host.agent.ask(signal, 'pack');
  for (const [from, to] of FILES)
    await download(host, `${runFolder(facts)}/${from}`, join(own, to), signal);
}

/** The server and where it came from, its times in ms, and the hosts: `n1 h1 10.0.0.1 java 17.0.9 nft`. */
export async function factsOf(
  nodes: readonly SshNode[],
  source: ServerSource,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const version = versionIn((await nodes[0]?.srvr(signal)) ?? '') ?? 'unknown';
  const origin = source.kind === 'archive' ? `${source.name} ${source.hash}` : source.kind;
  return {
    server: `${version} (${origin})`,
    serverVersion: version,
    hosts: nodes.map(hostLine).join('; '),
    ...limitFacts(LIMITS),
  };
}

function hostLine({ name, host, facts }: SshNode): string {
  return `${name} ${host.name} ${host.address} java ${facts.java} ${facts.filter.kind}`;
}
