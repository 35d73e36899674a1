/** Freezes server processes for a while, and kills them while they are frozen: what they had taken in and not yet
 *  answered is lost with them, and the others have long elected without them. Later they start again.
 *    freeze-then-kill  value Victims   dead when verified, and paused before
 *    start-frozen      value null      every node that it killed runs again when verified */
import type { EnsembleNode, NemesisOptions, ProcessState } from '../src/contract.ts';
import type { NemesisEntry } from './entry.ts';
import { processFault, stateOf, WHO } from './process-fault.ts';
import { within } from './within-range.ts';

/** From a moment to longer than an election. */
const FROZEN_MS = { least: 100, most: 4_000 };

export const freezeThenKill: NemesisEntry = {
  name: 'freeze-then-kill',
  doc: 'freezes (SIGSTOP) one, a minority, a majority, all nodes or the leader for up to 4 s, kills them while they are frozen, and starts them again',
  faults: ['pause', 'kill'],
  package: 'process',
  takes: [WHO],
  create: options =>
    processFault(
      {
        name: 'freeze-then-kill',
        strikeF: 'freeze-then-kill',
        healF: 'start-frozen',
        affects: ['servers'],
        broken: 'dead',
        prelude: {
          states: ['paused'],
          run: (node, signal) => freeze(node, options, signal),
        },
        strike: (node, signal) => node.kill(signal),
        heal: (node, signal) => node.start(signal),
      },
      options,
    ),
};

async function freeze(
  node: EnsembleNode,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<readonly ProcessState[]> {
  await node.pause(signal);
  const state = await stateOf(node, 'paused', options, signal);
  await options.clock.sleep(within(FROZEN_MS, options.random), signal);
  return [state];
}
