/** A running ensemble of hosts. */
import type { Clock } from '../../clock.ts';
import type { Ensemble } from '../../contract.ts';
import { agentNetwork } from '../cuts.ts';
import { rolesOf, whenServing } from '../serving.ts';
import { settled } from '../within.ts';
import { collectNode } from './collect.ts';
import { hostWords } from './cut-words.ts';
import type { Host } from './host.ts';
import type { SshNode } from './node.ts';

export interface EnsembleParts {
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

/** What a wait resolves to. @throws {HostError} as soon as a host counts as lost. */
function unlessLost<T>(hosts: readonly Host[], wait: Promise<T>): Promise<T> {
  const losses = hosts.map(async ({ lost }): Promise<never> => {
    throw await lost;
  });
  return Promise.race([wait, ...losses]);
}

/** Removes everything of the run from every host that still can be reached.
 * @throws {HostError} naming the first that could not. */
export async function release(hosts: readonly Host[], signal: AbortSignal): Promise<void> {
  try {
    await settled(hosts.map(host => host.agent.ask(signal, 'release')));
  } finally {
    for (const host of hosts) host.close();
  }
}
