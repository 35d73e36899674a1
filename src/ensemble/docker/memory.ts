/** The memory of a server's container, which the engine limits and the kernel counts.
 *  Source: Docker Engine API, ContainerUpdate, ContainerStats and ContainerInspect; kernel documentation, memory.stat in
 *  cgroup-v1/memory.rst and cgroup-v2.rst. */
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { NodeMemory } from '../../contract.ts';
import { within } from '../within.ts';
import { type Ballast, ballastOf } from './ballast.ts';

const GIB = 2 ** 30;
/** What a server's container may use: a quarter of it is the default heap of a JVM. */
export const USUAL_MEMORY: { readonly Memory: number; readonly MemorySwap: number } = {
  Memory: 4 * GIB,
  MemorySwap: 8 * GIB,
};
/** The engine refuses less. */
const LEAST_BYTES = 6 * 2 ** 20;
/** How often a limit is raised, where the server has more than it that the kernel cannot take back. */
const TRIES = 5;
/** How long a server may take to use what a request needs, before another one comes. */
const USE_MS = 50;

export function nodeMemory(server: Docker.Container, sidecar: Docker.Container): NodeMemory {
  /** Undefined while the server is not limited. */
  let faultsBefore: number | undefined;
  let ballast: Ballast | undefined;
  const pressed = async (signal: AbortSignal): Promise<number> => {
    if (faultsBefore === undefined) return 0;
    const { State } = await within(signal, server.inspect());
    if (!State.Running) return State.OOMKilled ? 1 : 0;
    const { majorFaults } = memoryIn(await statsOf(server, signal));
    return Math.max(0, majorFaults - faultsBefore);
  };
  return {
    squeeze: async (spareBytes, signal) => {
      const used = memoryIn(await statsOf(server, signal));
      faultsBefore = used.majorFaults;
      await limit(server, { keptBytes: used.keptBytes, spareBytes }, signal);
      ballast?.end();
      ballast = await ballastOf(sidecar, signal);
      while ((await pressed(signal)) === 0 && ballast.add())
        await sleep(USE_MS, undefined, { signal });
    },
    free: async signal => {
      await within(signal, server.update(USUAL_MEMORY));
      ballast?.end();
      ballast = undefined;
      faultsBefore = undefined;
    },
    pressed,
  };
}

interface Squeezed {
  readonly keptBytes: number;
  readonly spareBytes: number;
}

/** The engine may refuse a limit below what the server has by then.
 *  @throws Error where it refuses each of several. */
async function limit(
  server: Docker.Container,
  { keptBytes, spareBytes }: Squeezed,
  signal: AbortSignal,
): Promise<void> {
  for (let at = 1; ; at++) {
    const bytes = Math.max(LEAST_BYTES, Math.round(keptBytes + at * spareBytes));
    try {
      await within(signal, server.update({ Memory: bytes, MemorySwap: bytes }));
      return;
    } catch (error) {
      if (at === TRIES || signal.aborted) throw error;
    }
  }
}

interface Used {
  /** What the kernel cannot take back. */
  readonly keptBytes: number;
  /** Pages that had to be read from the disk again or for the first time. */
  readonly majorFaults: number;
}

/** A container that ends has none of the fields. */
export interface MemoryStats {
  readonly usage?: number;
  readonly stats?: Readonly<Record<string, number>>;
}

/** Returns what the kernel says of a container's memory; nothing is used where it has ended. */
export function memoryIn({ usage = 0, stats = {} }: MemoryStats): Used {
  const { active_file = 0, inactive_file = 0, pgmajfault = 0 } = stats;
  return { keptBytes: Math.max(0, usage - active_file - inactive_file), majorFaults: pgmajfault };
}

async function statsOf(server: Docker.Container, signal: AbortSignal): Promise<MemoryStats> {
  const found = await within(signal, server.stats({ stream: false, 'one-shot': true }));
  return found.memory_stats as MemoryStats;
}
