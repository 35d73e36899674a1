/** What this process holds, and what its runs left in the Docker engine. */
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from '../../src/ensemble/docker/engine.ts';
import { filterOf } from '../../src/ensemble/docker/labels.ts';
import type { Sample } from './growth.ts';

/** Counts what this process holds after its garbage is collected. Linux only. */
export function processSample(): Sample {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    processes: descendantsOf(process.pid),
    threads: readdirSync('/proc/self/task').length,
    listeners: process
      .eventNames()
      .reduce((sum, name) => sum + process.listenerCount(name.toString()), 0),
    resources: process.getActiveResourcesInfo().length,
    heap: heapUsed,
    memory: rss,
  };
}

/** Counts what carries zoobreak's label in the engine. */
export async function engineSample(): Promise<Sample> {
  const docker = await connect();
  const filters = filterOf();
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  return {
    containers: (await docker.listContainers({ all: true, filters })).length,
    networks: (await docker.listNetworks({ filters })).length,
    volumes: volumes?.length ?? 0,
  };
}

/** Counts the processes that a process started, and theirs. */
export function descendantsOf(pid: number): number {
  const parents = new Map(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(name => [Number(name), parentOf(name)]),
  );
  const isBelow = (child: number | undefined): boolean =>
    child !== undefined && child !== 0 && (child === pid || isBelow(parents.get(child)));
  return [...parents.values()].filter(isBelow).length;
}

/** Undefined where the process has ended meanwhile. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
