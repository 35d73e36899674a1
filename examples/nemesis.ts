/** Freezes the first node, and lets it go on.
 *    nap   value null   seen: the state of its process; verified when that is paused
 *    wake  value null   seen: the same; verified when it is running */

import type { NemesisEntry } from '../nemesis/entry.ts';
import { faultSchedule } from '../nemesis/schedule.ts';
import type { EnsembleNode, FaultReport, Nemesis, ProcessState } from '../src/contract.ts';

export const nap: NemesisEntry = {
  name: 'nap',
  doc: 'freezes the first node and lets it go on',
  faults: ['pause'],
  create: options => {
    const [first] = options.ensemble.nodes;
    if (first === undefined) throw new RangeError('nap: expected at least one node, found none');
    return napOf(first, faultSchedule({ name: 'nap', strike: () => NAP, heal: WAKE }, options));
  },
};

const NAP = { f: 'nap', value: null };
const WAKE = { f: 'wake', value: null };

function napOf(
  node: EnsembleNode,
  schedule: Pick<Nemesis, 'generator' | 'finalGenerator'>,
): Nemesis {
  return {
    name: 'nap',
    fs: [NAP.f, WAKE.f],
    ...schedule,
    invoke: async ({ f }, signal) => {
      const sleeps = f === NAP.f;
      await (sleeps ? node.pause(signal) : node.resume(signal));
      return report(f, sleeps ? 'paused' : 'running', await node.state(signal));
    },
    teardown: signal => node.resume(signal),
  };
}

function report(did: string, expected: ProcessState, seen: ProcessState): FaultReport {
  return { verified: seen === expected, did, seen };
}
