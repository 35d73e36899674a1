/** Takes the power from machines and gives it back: a server starts on what its disk had really written.
 *    lose-power     value Victims   dead when verified; did.lost {node: PowerLoss}
 *    restore-power  value null      every node that it struck runs again when verified */
import type { EnsembleNode, PowerLoss } from '../src/contract.ts';
import type { NemesisEntry } from './entry.ts';
import { processFault, WHO } from './process-fault.ts';

export const power: NemesisEntry = {
  name: 'power',
  doc: 'cuts the power of one, a minority, a majority, all nodes or the leader, so that all that no fsync covers is lost, and starts them again',
  faults: ['power'],
  package: 'disk',
  takes: [WHO],
  create: options =>
    processFault(
      {
        name: 'power',
        strikeF: 'lose-power',
        healF: 'restore-power',
        affects: ['servers', 'disks'],
        broken: 'dead',
        reports: 'lost',
        strike: losePower,
        heal: (node, signal) => node.start(signal),
      },
      options,
    ),
};

/** @throws Error where the target has no power to cut, which its `supports` says before a run. */
function losePower(node: EnsembleNode, signal: AbortSignal): Promise<PowerLoss> {
  if (node.losePower === undefined)
    throw new Error(`power: expected a node that can lose it, found ${node.name}, which cannot`);
  return node.losePower(signal);
}
