/** The processor time of a server's container, which the engine limits and the kernel counts.
 *  Source: Docker Engine API, ContainerUpdate and ContainerStats. */
import type Docker from 'dockerode';
import type { NodeCpu } from '../../contract.ts';
import { PORTS } from '../member.ts';
import { within } from '../within.ts';
import { runIn } from './run-in.ts';

/** Between two allotments, in microseconds: the kernel's default. */
const PERIOD_US = 100_000;
/** The kernel refuses less. */
const LEAST_US = 1_000;
const UNLIMITED = -1;

/** Questions that a server needs some milliseconds to answer, all sent at one moment. They come from the node itself, so that
 *  the clients' share of its connections is not used up; maxClientCnxns is 60. */
const QUESTIONS =
  '{ for _ in {1..30}; do exec {fd}<>"/dev/tcp/127.0.0.1/$0" && all+=" $fd"; done; for fd in $all; do printf mntr >&"$fd"; done; } 2>/dev/null; sleep 0.1';
/** How often questions are asked, of a server that does not have to wait. */
const ROUNDS = 10;

export function nodeCpu(server: Docker.Container, sidecar: Docker.Container): NodeCpu {
  const setQuota = async (quotaUs: number, signal: AbortSignal): Promise<void> =>
    void (await within(signal, server.update({ CpuPeriod: PERIOD_US, CpuQuota: quotaUs })));
  const throttledMs = async (signal: AbortSignal): Promise<number> => {
    const { cpu_stats } = await within(signal, server.stats({ stream: false, 'one-shot': true }));
    return Math.round((cpu_stats.throttling_data?.throttled_time ?? 0) / 1e6);
  };
  return {
    limit: async (cores, signal) => {
      const before = await throttledMs(signal);
      await setQuota(Math.max(LEAST_US, Math.round(cores * PERIOD_US)), signal);
      for (let round = 0; round < ROUNDS && (await throttledMs(signal)) === before; round++)
        await runIn(sidecar, ['bash', '-c', QUESTIONS, String(PORTS.client)], signal);
    },
    free: signal => setQuota(UNLIMITED, signal),
    throttledMs,
  };
}
