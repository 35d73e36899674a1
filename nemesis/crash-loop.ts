/** Kills server processes again and again while they start, as a supervisor does that restarts what crashes: while
 * they read their disk, look for a leader, or synchronise with it. Later they start for good.
 *   begin-crash-loop  value Victims   dead when verified, after every start was seen
 *   end-crash-loop    value null      every node that it killed runs again when verified */
import type { EnsembleNode, NemesisOptions, ProcessState } from '../src/contract.ts';
import type { NemesisEntry } from './entry.ts';
import { processFault, stateOf, WHO } from './process-fault.ts';
import { within } from './within-range.ts';

/** Starts of a server between the first crash and the last. */
const LIVES = 3;
/** How long, in ms, each start lasts: a JVM needs half a second to open its port. */
const LIFE_MS = { least: 50, most: 2_000 };

export const crashLoop: NemesisEntry = {
  name: 'crash-loop',
  doc: 'kills (SIGKILL) one, a minority, a majority, all nodes or the leader again and again while they start',
  faults: ['kill'],
  package: 'process',
  takes: [WHO],
  create: options =>
    processFault(
      {
        name: 'crash-loop',
        strikeF: 'begin-crash-loop',
        healF: 'end-crash-loop',
        affects: ['servers'],
        broken: 'dead',
        prelude: {
          states: Array.from({ length: LIVES }, () => ['dead', 'running'] as const).flat(),
          run: (node, signal) => live(node, options, signal),
        },
        strike: (node, signal) => node.kill(signal),
        heal: (node, signal) => node.start(signal),
      },
      options,
    ),
};

/** Returns the states in which the node was seen. */
async function live(
  node: EnsembleNode,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<readonly ProcessState[]> {
  const seen: ProcessState[] = [];
  for (let life = 0; life < LIVES; life++) {
    await node.kill(signal);
    seen.push(await stateOf(node, 'dead', options, signal));
    await node.start(signal);
    seen.push(await stateOf(node, 'running', options, signal));
    await options.clock.sleep(within(LIFE_MS, options.random), signal);
  }
  return seen;
}
