/** Removal of what runs made in the engine, found by label. */
import type Docker from 'dockerode';
import { within } from '../within.ts';
import { isMissing } from './engine.ts';
import { filterOf, type Labels, mayBeLive, runOf } from './labels.ts';

/** Removes every container, volume and network of a run; gives their names. Safe to repeat. */
export async function removeRun(
  docker: Docker,
  runId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const filters = filterOf(runId);
  const containers = await within(signal, docker.listContainers({ all: true, filters }));
  await all(signal, containers, ({ Id }) =>
    docker.getContainer(Id).remove({ force: true, v: true }),
  );
  const [networks, { Volumes: volumes }] = await within(
    signal,
    Promise.all([docker.listNetworks({ filters }), docker.listVolumes({ filters })]),
  );
  await Promise.all([
    all(signal, networks, ({ Id }) => docker.getNetwork(Id).remove()),
    all(signal, volumes ?? [], ({ Name }) => docker.getVolume(Name).remove()),
  ]);
  return [
    ...containers.map(({ Names, Id }) => `container ${Names[0]?.slice(1) ?? Id}`),
    ...networks.map(({ Name }) => `network ${Name}`),
    ...(volumes ?? []).map(({ Name }) => `volume ${Name}`),
  ];
}

/** Removes the runs whose controller is dead. */
export async function removeDeadRuns(
  docker: Docker,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const labels = await allLabels(docker, signal);
  const dead = labels.filter(each => !mayBeLive(each)).map(runOf);
  const runs = [...new Set(dead)].filter(run => run !== undefined);
  return (await Promise.all(runs.map(run => removeRun(docker, run, signal)))).flat();
}

async function allLabels(docker: Docker, signal: AbortSignal): Promise<readonly Labels[]> {
  const filters = filterOf();
  const [containers, networks, { Volumes: volumes }] = await within(
    signal,
    Promise.all([
      docker.listContainers({ all: true, filters }),
      docker.listNetworks({ filters }),
      docker.listVolumes({ filters }),
    ]),
  );
  return [...containers, ...networks, ...(volumes ?? [])].map(({ Labels: labels }) => labels ?? {});
}

/** What somebody else removed meanwhile is removed. */
async function all<T>(
  signal: AbortSignal,
  things: readonly T[],
  remove: (thing: T) => Promise<unknown>,
): Promise<void> {
  const one = (thing: T): Promise<unknown> =>
    remove(thing).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  await within(signal, Promise.all(things.map(one)));
}
