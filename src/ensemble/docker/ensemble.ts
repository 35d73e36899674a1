/** A running ensemble of containers. */
import type Docker from 'dockerode';
import type { Clock } from '../../clock.ts';
import type { Ensemble } from '../../contract.ts';
import { agentNetwork, nftWords } from '../cuts.ts';
import type { ServerProfile } from '../profile.ts';
import { rolesOf, whenServing } from '../serving.ts';
import type { Built } from './build.ts';
import { collectNode } from './collect.ts';
import { removeRun } from './remove.ts';

interface EnsembleParts {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly runId: string;
  readonly profile: ServerProfile;
  readonly built: Built;
  readonly facts: Readonly<Record<string, string>>;
  readonly supports: Ensemble['supports'];
}

export function dockerEnsemble(parts: EnsembleParts): Ensemble {
  const { docker, clock, runId, profile, facts, supports } = parts;
  const { nodes, addresses } = parts.built;
  return {
    nodes,
    network: agentNetwork(nodes, nftWords(addresses)),
    facts,
    roles: signal => rolesOf(nodes, signal),
    whenServing: signal => whenServing(nodes, clock, signal),
    supports,
    collect: async (folder, signal) => {
      const options = { folder, configPath: profile.configPath, signal };
      await Promise.all(nodes.map(node => collectNode(node, options)));
    },
    remove: async signal => void (await removeRun(docker, runId, signal)),
  };
}
