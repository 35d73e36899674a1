/** Ensembles for tests, and what is in the engine of a run. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import type { Ensemble, EnsembleNode, NodeName } from '../../src/contract.ts';
import { connect } from '../../src/ensemble/docker/engine.ts';
import { filterOf } from '../../src/ensemble/docker/labels.ts';
import { dockerTarget } from '../../src/ensemble/docker/target.ts';
import { silentLog } from '../../src/log.ts';

export const target = dockerTarget({ log: silentLog, clock: systemClock() });

/** Longer than anything here takes on a busy machine. */
export const patience = (): AbortSignal => AbortSignal.timeout(90_000);

let runs = 0;
export const freshRunId = (): string => `test-${process.pid}-${runs++}`;

export function started(
  server: string,
  size: { readonly runId?: string; readonly voters?: number; readonly observers?: number } = {},
): Promise<Ensemble> {
  const { runId = freshRunId(), voters = 3, observers = 0 } = size;
  return target.start({ runId, server, voters, observers }, patience());
}

export function nodeAt(ensemble: Ensemble, index: number): EnsembleNode {
  const node = ensemble.nodes[index];
  if (node === undefined) throw new RangeError(`no node ${index} of ${ensemble.nodes.length}`);
  return node;
}

/** `[a, [b, c]]`: a drops what comes from b and c. */
export function grudge(
  ...each: readonly (readonly [EnsembleNode, readonly EnsembleNode[]])[]
): ReadonlyMap<NodeName, ReadonlySet<NodeName>> {
  return new Map(each.map(([node, peers]) => [node.name, new Set(peers.map(peer => peer.name))]));
}

/** A file of those that are collected of a node. */
export async function collected(
  ensemble: Ensemble,
  { name }: EnsembleNode,
  file: 'server.log' | 'zoo.cfg',
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-collected-'));
  try {
    await ensemble.collect(folder, patience());
    return await readFile(join(folder, name, file), 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Containers, networks and volumes of a run that the engine still has. */
export async function leftOf(runId: string): Promise<readonly string[]> {
  const docker = await connect();
  const filters = filterOf(runId);
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return [
    ...containers.map(({ Names }) => Names.join()),
    ...networks.map(({ Name }) => Name),
    ...(volumes.Volumes ?? []).map(({ Name }) => Name),
  ];
}
