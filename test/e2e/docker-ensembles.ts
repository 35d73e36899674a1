/** Ensembles for tests, and what is in the engine of a run. */

import { systemClock } from '../../src/clock.ts';
import type { Ensemble, EnsembleSpec } from '../../src/contract.ts';
import { connect } from '../../src/ensemble/docker/engine.ts';
import { filterOf } from '../../src/ensemble/docker/labels.ts';
import { dockerTarget } from '../../src/ensemble/docker/target.ts';
import { silentLog } from '../../src/log.ts';
import { freshRunId, patience } from './ensembles.ts';

export const target = dockerTarget({ log: silentLog, clock: systemClock() });

export function started(server: string, wishes: Partial<EnsembleSpec> = {}): Promise<Ensemble> {
  const usual = { runId: freshRunId(), voters: 3, observers: 0 };
  return target.start({ ...usual, server, ...wishes }, patience());
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
