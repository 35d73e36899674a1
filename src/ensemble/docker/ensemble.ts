/** A running ensemble of containers. */
import type Docker from 'dockerode';
import type { Clock } from '../../clock.ts';
import type { Ensemble, NodeName, Role } from '../../contract.ts';
import type { ServerProfile } from '../profile.ts';
import { notServing } from '../srvr.ts';
import type { Built } from './build.ts';
import { collectNode, serverLog } from './collect.ts';
import { dockerNetwork } from './network.ts';
import type { DockerNode } from './node.ts';
import { removeRun } from './remove.ts';

/** Between two looks at the roles while waiting for a quorum. */
const LOOK_MS = 100;
const LOG_TAIL_LINES = 15;

export interface EnsembleParts {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly runId: string;
  readonly profile: ServerProfile;
  readonly facts: Readonly<Record<string, string>>;
  readonly built: Built;
}

export function dockerEnsemble(parts: EnsembleParts): Ensemble {
  const { docker, clock, built, profile, runId, facts } = parts;
  const { nodes, addresses } = built;
  const roles = async (signal: AbortSignal): Promise<ReadonlyMap<NodeName, Role>> =>
    new Map(
      await Promise.all(nodes.map(async node => [node.name, await node.role(signal)] as const)),
    );
  return {
    nodes,
    network: dockerNetwork(nodes, addresses),
    facts,
    roles,
    whenServing: async signal => {
      while (notServing(await roles(signal)) !== undefined) await clock.sleep(LOOK_MS, signal);
    },
    supports: () => ({ ok: true }),
    collect: async (folder, signal) => {
      const options = { folder, configPath: profile.configPath, signal };
      await Promise.all(nodes.map(node => collectNode(docker, node, options)));
    },
    remove: async signal => void (await removeRun(docker, runId, signal)),
  };
}

/** Waits for the first quorum. @throws where a server exits or the signal aborts first, with the ends of the server logs. */
export async function whenFormed(
  docker: Docker,
  ensemble: Ensemble,
  nodes: readonly DockerNode[],
  signal: AbortSignal,
): Promise<void> {
  const settled = new AbortController();
  const exits = nodes.map(async ({ name, server }) => {
    const { StatusCode: status } = await server.wait({ abortSignal: settled.signal });
    throw new Error(`the server of ${name} exited with status ${status}`);
  });
  try {
    await Promise.race([ensemble.whenServing(signal), ...exits]);
  } catch (cause) {
    throw new Error(await whyNotFormed(docker, nodes, cause), { cause });
  } finally {
    settled.abort();
  }
}

async function whyNotFormed(
  docker: Docker,
  nodes: readonly DockerNode[],
  cause: unknown,
): Promise<string> {
  const tails = await Promise.all(
    nodes.map(async ({ name, server }) => {
      const log = await serverLog(docker, server, LOG_TAIL_LINES);
      return `--- ${name}\n${log.trimEnd()}`;
    }),
  );
  const why = cause instanceof Error ? cause.message : String(cause);
  return [`the ensemble never formed: ${why}; its server logs end`, ...tails].join('\n');
}
