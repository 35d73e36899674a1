/** Servers that get little of the processor: a share of one core, which their threads use up in a moment of each tenth
 *  of a second and then wait for the next. A node suffers for as long as the kernel kept its threads waiting, by the
 *  kernel's own count.
 *    start-cpu, stop-cpu: node-trouble.ts has their values; the trouble is Share */
import type { EnsembleNode, NodeCpu, NodeName, RangeParameter } from '../src/contract.ts';
import { rangeIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { nodeTrouble } from './node-trouble.ts';
import { WHO } from './process-fault.ts';
import { quantity } from './value-shape.ts';
import { within } from './within-range.ts';

const PERCENT: RangeParameter = {
  kind: 'range',
  name: 'percent',
  doc: 'how much of one core the server gets',
  unit: 'percent',
  least: 1,
  most: 100,
};
/** From a server that cannot keep its place in the quorum to one that is merely slow. */
const USUAL = { least: 1, most: 8 };

interface Share {
  readonly percent: number;
}

export const cpu: NemesisEntry = {
  name: 'cpu',
  doc: 'starves the servers of one, a minority, a majority, all nodes or the leader of processor time',
  faults: ['cpu'],
  package: 'process',
  takes: [WHO, PERCENT],
  create: options => {
    const before = new Map<NodeName, number>();
    return nodeTrouble<Share>(
      {
        name: 'cpu',
        affects: ['servers'],
        draw: (random, aim) => ({ percent: within(rangeIn(aim, PERCENT.name, USUAL), random) }),
        drawn: { percent: quantity(PERCENT) },
        apply: async (node, { percent }, signal) => {
          before.set(node.name, await cpuOf(node).throttledMs(signal));
          await cpuOf(node).limit(percent / 100, signal);
        },
        recover: async (node, signal) => node.cpu?.free(signal),
        suffered: async (node, signal) =>
          (await cpuOf(node).throttledMs(signal)) - (before.get(node.name) ?? 0),
      },
      options,
    );
  },
};

/** @throws Error where the target cannot limit it, which its `supports` says before a run. */
function cpuOf({ name, cpu }: EnsembleNode): NodeCpu {
  if (cpu !== undefined) return cpu;
  throw new Error(`${name}: expected processor time that can be limited, found none`);
}
