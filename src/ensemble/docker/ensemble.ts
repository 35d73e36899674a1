/** A running ensemble of containers. */
import type Docker from 'dockerode';
import type { Clock } from '../../clock.ts';
import type { Ensemble, Support } from '../../contract.ts';
import type { ServerProfile } from '../profile.ts';
import type { Built } from './build.ts';
import { collectNode } from './collect.ts';
import { dockerNetwork } from './network.ts';
import { removeRun } from './remove.ts';
import { rolesOf, whenServing } from './serving.ts';

export interface EnsembleParts {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly runId: string;
  readonly profile: ServerProfile;
  readonly built: Built;
  readonly facts: Readonly<Record<string, string>>;
  /** Whether the server's process sees the clock of its node. */
  readonly clockSupport: Support;
}

export function dockerEnsemble(parts: EnsembleParts): Ensemble {
  const { docker, clock, runId, profile, facts, clockSupport } = parts;
  const { nodes, addresses } = parts.built;
  return {
    nodes,
    network: dockerNetwork(nodes, addresses),
    facts,
    roles: signal => rolesOf(nodes, signal),
    whenServing: signal => whenServing(nodes, clock, signal),
    supports: fault => (fault === 'clock' ? clockSupport : { ok: true }),
    collect: async (folder, signal) => {
      const options = { folder, configPath: profile.configPath, signal };
      await Promise.all(nodes.map(node => collectNode(docker, node, options)));
    },
    remove: async signal => void (await removeRun(docker, runId, signal)),
  };
}
