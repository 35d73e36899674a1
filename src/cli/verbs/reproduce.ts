/** `zoobreak reproduce` */
import type { VerbEntry } from '../verb.ts';

export const reproduce: VerbEntry = {
  name: 'reproduce',
  description:
    'find known real violations again on the affected version, and check a clean version for them',
  argument: { syntax: '[names...]', help: 'entries of the track record; default: all' },
  flags: [
    {
      flags: [
        { syntax: '--list', help: 'list the entries, and the run that finds each' },
        {
          syntax: '--tries <count>',
          help: 'run each kind this often, to measure a rate (default: until it is found, at most 5 times)',
        },
      ],
    },
  ],
  notes: [
    `
Exit codes:
  0    each was found, and every control was valid
  1    a control had an anomaly
  2    one was not found, or a control is unknown`,
  ],
  load: async () => (await import('../actions/reproduce.ts')).reproduceVerb,
};
