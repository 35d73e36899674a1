/** A running ensemble of containers. */
import type Docker from 'dockerode';
import type { Clock } from '../../clock.ts';
import type { Ensemble } from '../../contract.ts';
import { agentCuts, nftWords } from '../cuts.ts';
import { disturbances } from '../disturbances.ts';
import { limitFacts, type ServerProfile } from '../profile.ts';
import type { ServerLimits } from '../profile-entry.ts';
import { rolesOf, whenServing } from '../serving.ts';
import { versionIn } from '../srvr.ts';
import { within } from '../within.ts';
import type { Built } from './build.ts';
import { collectNode } from './collect.ts';
import type { DockerNode } from './node.ts';
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
    network: {
      ...agentCuts(nodes, nftWords(addresses)),
      ...disturbances({ nodes, addresses, spared: () => undefined }),
    },
    facts,
    roles: signal => rolesOf(nodes, signal),
    whenServing: signal => whenServing(nodes, clock, signal),
    supports,
    collect: async (folder, signal) => {
      const options = { folder, configPath: profile.configPath, signal };
      await Promise.all(nodes.map(node => collectNode(node, options)));
    },
    remove: signal => removeRun(docker, runId, signal),
  };
}

interface ServerFacts {
  readonly image: { readonly name: string; readonly digest: string };
  readonly limits: ServerLimits;
}

/** Image, digest and version of the server, its times in ms, the engine and its kernel. */
export async function factsOf(
  docker: Docker,
  nodes: readonly DockerNode[],
  { image, limits }: ServerFacts,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const [engine, said] = await Promise.all([
    within(signal, docker.version()),
    nodes[0]?.srvr(signal),
  ]);
  return {
    image: image.name,
    imageDigest: image.digest,
    serverVersion: versionIn(said ?? '') ?? 'unknown',
    engine: engine.Version,
    kernel: engine.KernelVersion ?? 'unknown',
    ...limitFacts(limits),
  };
}
