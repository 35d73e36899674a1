/** `zoobreak shrink` */
import { TRUST_FLAG } from '../options/flags.ts';
import type { VerbEntry } from '../verb.ts';

export const shrink: VerbEntry = {
  name: 'shrink',
  description: 'search for a smaller run that is still invalid',
  argument: { syntax: '<path>', help: 'folder of a run' },
  flags: [
    {
      flags: [
        {
          syntax: '--tries <count>',
          help: 'on real servers: run a schedule this often before it counts as found (default: 5)',
        },
        {
          syntax: '--hits <count>',
          help: 'on real servers: in how many of these the anomaly must come back (default: 3)',
        },
        TRUST_FLAG,
      ],
    },
  ],
  notes: [
    `
On the sim, where a plan is exactly repeatable: fewer faults, nodes, clients, keys, a shorter and slower load.
On real servers: fewer steps of the run's schedule.yaml, and fewer clients; the schedule that was found is stored
beside it as smaller.yaml.`,
  ],
  load: async () => (await import('../actions/shrink.ts')).shrink,
};
