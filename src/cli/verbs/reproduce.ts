/** `zoobreak reproduce` */
import type { VerbEntry } from '../verb.ts';

export const reproduce: VerbEntry = {
  name: 'reproduce',
  description: 'real violations, found again on the affected version and looked for on a clean one',
  argument: { syntax: '[names...]', help: 'entries of the track record; all when absent' },
  flags: [
    {
      flags: [
        { syntax: '--list', help: 'what there is, and the run that finds each' },
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
