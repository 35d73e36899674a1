/** Servers that get little more memory than the kernel cannot take back from them, while requests come in that need more:
 *  they wait for pages of their own code and files to be read again, and in the end are killed (out of memory). A node
 *  suffers for each such page, and from its death, by the kernel's own count.
 *    start-memory, stop-memory: node-trouble.ts has their values; the trouble is Squeeze */
import type { EnsembleNode, NodeMemory, RangeParameter } from '../src/contract.ts';
import { rangeIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { nodeTrouble } from './node-trouble.ts';
import { WHO } from './process-fault.ts';
import { quantity } from './value-shape.ts';
import { within } from './within-range.ts';

const SPARE: RangeParameter = {
  kind: 'range',
  name: 'spare',
  doc: 'how much memory the server gets beyond what it cannot give back',
  unit: 'kB',
  least: 64,
  most: 65_536,
};
/** A server that works takes that in a few seconds. */
const USUAL = { least: 256, most: 1_024 };

interface Squeeze {
  readonly spareKb: number;
}

export const memory: NemesisEntry = {
  name: 'memory',
  doc: 'leaves the servers of one, a minority, a majority, all nodes or the leader hardly any memory to spare, and sends them requests that need some',
  faults: ['memory'],
  package: 'process',
  takes: [WHO, SPARE],
  create: options =>
    nodeTrouble<Squeeze>(
      {
        name: 'memory',
        affects: ['servers'],
        draw: (random, aim) => ({ spareKb: within(rangeIn(aim, SPARE.name, USUAL), random) }),
        drawn: { spareKb: quantity(SPARE) },
        apply: (node, { spareKb }, signal) => memoryOf(node).squeeze(spareKb * 1_024, signal),
        recover: async (node, signal) => node.memory?.free(signal),
        suffered: (node, signal) => memoryOf(node).pressed(signal),
      },
      options,
    ),
};

/** @throws Error where the target cannot limit it, which its `supports` says before a run. */
function memoryOf({ name, memory }: EnsembleNode): NodeMemory {
  if (memory !== undefined) return memory;
  throw new Error(`${name}: expected memory that can be limited, found none`);
}
