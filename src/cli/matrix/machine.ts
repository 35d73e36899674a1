/** Computes how many runs this machine can do at once. */
import { availableParallelism, totalmem } from 'node:os';
import type { TargetEntry } from '../../ensemble/entry.ts';

interface Machine {
  readonly cores: number;
  readonly memoryMb: number;
}

export function thisMachine(): Machine {
  return { cores: availableParallelism(), memoryMb: totalmem() / 2 ** 20 };
}

/** Returns at least one; exactly one if the target declares no footprint. Half of the memory is left free. */
export function jobsFor(
  { footprint }: Pick<TargetEntry, 'footprint'>,
  nodes: number,
  machine: Machine,
): number {
  if (footprint === undefined) return 1;
  const { memoryMb, cores } = footprint(nodes);
  const room = Math.floor(machine.memoryMb / 2 / memoryMb);
  return Math.max(1, Math.min(Math.floor(machine.cores / cores), room));
}
