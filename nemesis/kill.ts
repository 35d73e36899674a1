/** Kills server processes and starts them again; their disks stay.
 *    kill   value Victims   dead when verified
 *    start  value null      every node that it killed runs again when verified */
import type { NemesisEntry } from './entry.ts';
import { processFault, WHO } from './process-fault.ts';

export const kill: NemesisEntry = {
  name: 'kill',
  doc: 'kills (SIGKILL) one, a minority, a majority, all nodes or the leader, and starts them again',
  faults: ['kill'],
  package: 'process',
  takes: [WHO],
  create: options =>
    processFault(
      {
        name: 'kill',
        strikeF: 'kill',
        healF: 'start',
        affects: ['servers'],
        broken: 'dead',
        strike: (node, signal) => node.kill(signal),
        heal: (node, signal) => node.start(signal),
      },
      options,
    ),
};
