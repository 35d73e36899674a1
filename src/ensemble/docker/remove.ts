/** Removal of what runs made in the engine, found by label. */
import type Docker from 'dockerode';
import type { Cleaned } from '../../contract.ts';
import { within } from '../within.ts';
import { isAnswer, isMissing } from './engine.ts';
import { filterOf, type Labels, mayBeLive, runOf } from './labels.ts';

/** Removes every container, volume and network of a run. Safe to repeat.
 * @throws Error naming what the engine refused to remove, once the rest is removed. */
export async function removeRun(docker: Docker, runId: string, signal: AbortSignal): Promise<void> {
  const { left } = await cleanRun(docker, runId, signal);
  if (left.length > 0) throw new Error(left.join('; '));
}

async function cleanRun(docker: Docker, runId: string, signal: AbortSignal): Promise<Cleaned> {
  const filters = filterOf(runId);
  const containers = await within(signal, docker.listContainers({ all: true, filters }));
  const containersCleaned = await all(
    signal,
    containers.map(({ Names, Id }) => ({
      name: `container ${Names[0]?.slice(1) ?? Id}`,
      remove: () => docker.getContainer(Id).remove({ force: true, v: true }),
    })),
  );
  const [networks, { Volumes: volumes }] = await within(
    signal,
    Promise.all([docker.listNetworks({ filters }), docker.listVolumes({ filters })]),
  );
  const rest = await all(signal, [
    ...networks.map(({ Name, Id }) => ({
      name: `network ${Name}`,
      remove: () => docker.getNetwork(Id).remove(),
    })),
    ...(volumes ?? []).map(({ Name }) => ({
      name: `volume ${Name}`,
      remove: () => docker.getVolume(Name).remove(),
    })),
  ]);
  return together([containersCleaned, rest]);
}

/** Removes the runs whose controller is dead. */
export async function removeDeadRuns(docker: Docker, signal: AbortSignal): Promise<Cleaned> {
  const labels = await allLabels(docker, signal);
  const dead = labels.filter(each => !mayBeLive(each)).map(runOf);
  const runs = [...new Set(dead)].filter(run => run !== undefined);
  return together(await Promise.all(runs.map(run => cleanRun(docker, run, signal))));
}

function together(parts: readonly Cleaned[]): Cleaned {
  return {
    removed: parts.flatMap(({ removed }) => removed),
    left: parts.flatMap(({ left }) => left),
  };
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

/** A container, network or volume. */
interface Removable {
  readonly name: string;
  remove(): Promise<unknown>;
}

/** Removes all of the `things`. One that is already gone counts as removed. */
async function all(signal: AbortSignal, things: readonly Removable[]): Promise<Cleaned> {
  const tried = await within(signal, Promise.all(things.map(refusal)));
  const left = tried.filter(why => why !== undefined);
  return { removed: things.filter((_, at) => tried[at] === undefined).map(it => it.name), left };
}

/** Returns why the engine does not remove a thing. @throws what is no answer of the engine. */
async function refusal({ name, remove }: Removable): Promise<string | undefined> {
  try {
    await remove();
    return undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (!isAnswer(error)) throw error;
    return `${name}: ${error.message.trim()}`;
  }
}
