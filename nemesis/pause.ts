/** Freezes server processes and resumes them: to the others a paused node is silent, itself it
 * has not noticed, so that a paused leader comes back believing that it leads.
 *   pause   value Victims   paused when verified
 *   resume  value null      no node is paused when verified */
import type { NemesisEntry } from './entry.ts';
import { processFault, WHO } from './process-fault.ts';

export const pause: NemesisEntry = {
  name: 'pause',
  doc: 'freezes (SIGSTOP) one, a minority, a majority, all nodes or the leader, and resumes them',
  faults: ['pause'],
  package: 'process',
  takes: [WHO],
  create: options =>
    processFault(
      {
        name: 'pause',
        strikeF: 'pause',
        healF: 'resume',
        affects: ['servers'],
        broken: 'paused',
        strike: (node, signal) => node.pause(signal),
        heal: (node, signal) => node.resume(signal),
      },
      options,
    ),
};
