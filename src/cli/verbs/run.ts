/** `zoobreak run` */
import { EXIT_HELP } from '../exit.ts';
import { CONFIGURATION, flagsOf, SOURCES_HELP } from '../options/flags.ts';
import { OPTION_KEYS } from '../options/rows.ts';
import type { VerbEntry } from '../verb.ts';

export const run: VerbEntry = {
  name: 'run',
  description: 'start an ensemble, load it, break it, judge it',
  flags: [...flagsOf(OPTION_KEYS), CONFIGURATION],
  notes: [SOURCES_HELP, EXIT_HELP],
  load: async () => (await import('../actions/run.ts')).run,
};
