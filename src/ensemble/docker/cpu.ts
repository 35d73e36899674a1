/** The processor time of a server's container, which the engine limits and the kernel counts.
 *  Source: Docker Engine API, ContainerUpdate and ContainerStats. */
import type Docker from 'dockerode';
import type { NodeCpu } from '../../contract.ts';
import { within } from '../within.ts';

/** Between two allotments, in microseconds: the kernel's default. */
const PERIOD_US = 100_000;
/** The kernel refuses less. */
const LEAST_US = 1_000;
const UNLIMITED = -1;

export function nodeCpu(server: Docker.Container): NodeCpu {
  const setQuota = async (quotaUs: number, signal: AbortSignal): Promise<void> =>
    void (await within(signal, server.update({ CpuPeriod: PERIOD_US, CpuQuota: quotaUs })));
  return {
    limit: (cores, signal) => setQuota(Math.max(LEAST_US, Math.round(cores * PERIOD_US)), signal),
    free: signal => setQuota(UNLIMITED, signal),
    throttledMs: async signal => {
      const { cpu_stats } = await within(signal, server.stats({ stream: false, 'one-shot': true }));
      return Math.round((cpu_stats.throttling_data?.throttled_time ?? 0) / 1e6);
    },
  };
}
