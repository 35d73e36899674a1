/** Asks server processes to end (SIGTERM), as an operator does, and starts them again; their disks stay.
 *    stop-servers     value Victims   dead when verified
 *    restart-servers  value null      every node that it stopped runs again when verified */
import type { NemesisEntry } from './entry.ts';
import { processFault, WHO } from './process-fault.ts';

export const restart: NemesisEntry = {
  name: 'restart',
  doc: 'stops (SIGTERM) one, a minority, a majority, all nodes or the leader, and starts them again',
  faults: ['stop'],
  package: 'process',
  takes: [WHO],
  create: options =>
    processFault(
      {
        name: 'restart',
        strikeF: 'stop-servers',
        healF: 'restart-servers',
        affects: ['servers'],
        broken: 'dead',
        strike: (node, signal) => node.stop(signal),
        heal: (node, signal) => node.start(signal),
      },
      options,
    ),
};
