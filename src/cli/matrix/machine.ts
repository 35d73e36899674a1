/** How many runs this machine can do at once. */
import { availableParallelism, totalmem } from 'node:os';

/** What a server in a container takes with its sidecar. */
const NODE_MB = 700;
/** What a model ensemble takes with its checkers. */
const SIM_MB = 500;

export interface Machine {
  readonly cores: number;
  readonly memoryMb: number;
}

export function thisMachine(): Machine {
  return { cores: availableParallelism(), memoryMb: totalmem() / 2 ** 20 };
}

/** At least one. Half of the memory is left alone; servers that wait for a core look like servers that
 * fail, so an ensemble in containers gets two cores. Hosts serve one ensemble at a time. */
export function jobsFor(target: string, nodes: number, { cores, memoryMb }: Machine): number {
  const room = (mb: number, coresEach: number): number =>
    Math.max(1, Math.min(Math.floor(cores / coresEach), Math.floor(memoryMb / 2 / mb)));
  if (target === 'sim') return room(SIM_MB, 1);
  return target === 'docker' ? room(NODE_MB * nodes, 2) : 1;
}
