/** The memory of a server's container, which the engine limits and the kernel counts.
 *  Source: Docker Engine API, ContainerUpdate, ContainerStats and ContainerInspect; kernel documentation,
 *  cgroup-v1/memory.rst (memory.failcnt) and cgroup-v2.rst (memory.events). */
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import type { NodeMemory } from '../../contract.ts';
import { within } from '../within.ts';
import { unframed } from './server-log.ts';

const GIB = 2 ** 30;
/** What a server's container may use: a quarter of it is the default heap of a JVM. */
export const USUAL_MEMORY: { readonly Memory: number; readonly MemorySwap: number } = {
  Memory: 4 * GIB,
  MemorySwap: 8 * GIB,
};
/** The engine refuses less. */
const LEAST_BYTES = 6 * 2 ** 20;
/** How often a limit is tried again, where the server has taken more than it in the meantime. */
const TRIES = 5;

/** Where the kernel counts how often the limit was reached: version 2 of control groups, and version 1. */
const COUNTERS = [
  '/sys/fs/cgroup/memory.events',
  '/sys/fs/cgroup/memory/memory.failcnt',
  '/sys/fs/cgroup/memory/memory.oom_control',
];

export function nodeMemory(server: Docker.Container): NodeMemory {
  let before = 0;
  return {
    squeeze: async (spareBytes, signal) => {
      before = timesReached(await counted(server, signal));
      await limit(server, spareBytes, signal);
    },
    free: async signal => void (await within(signal, server.update(USUAL_MEMORY))),
    pressed: async signal => {
      const { State } = await within(signal, server.inspect());
      if (!State.Running) return State.OOMKilled ? 1 : 0;
      const now = timesReached(await counted(server, signal));
      return now < before ? now : now - before;
    },
  };
}

/** Leaves the server that much more than it has: the engine refuses a limit below that.
 *  @throws Error where the server takes more each time. */
async function limit(
  server: Docker.Container,
  spareBytes: number,
  signal: AbortSignal,
): Promise<void> {
  for (let left = TRIES; ; left--) {
    const { memory_stats } = await within(
      signal,
      server.stats({ stream: false, 'one-shot': true }),
    );
    const bytes = Math.max(LEAST_BYTES, Math.round((memory_stats.usage ?? 0) + spareBytes));
    try {
      await within(signal, server.update({ Memory: bytes, MemorySwap: bytes }));
      return;
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}

/** The counters of a server that runs; empty where it ends meanwhile. */
async function counted(server: Docker.Container, signal: AbortSignal): Promise<string> {
  const Cmd = ['cat', ...COUNTERS];
  try {
    const exec = await within(signal, server.exec({ Cmd, AttachStdout: true }));
    const output = await within(signal, exec.start({}));
    return unframed(await within(signal, buffer(output))).toString();
  } catch (error) {
    if (signal.aborted) throw error;
    return '';
  }
}

/** Returns how often the limit was reached, from the text of the counters; version 1 has a number alone. */
export function timesReached(text: string): number {
  const [, found = '0'] = /^(?:max )?(\d+)$/m.exec(text) ?? [];
  return Number(found);
}
