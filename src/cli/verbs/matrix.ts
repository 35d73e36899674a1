/** `zoobreak matrix` */
import { EXIT_HELP } from '../exit.ts';
import { CONFIGURATION, flagsOf, SOURCES_HELP } from '../options/flags.ts';
import { OPTION_KEYS, type OptionKey } from '../options/rows.ts';
import type { VerbEntry } from '../verb.ts';

/** Options that have several values in a matrix, or no meaning in one. */
const CROSSED: readonly OptionKey[] = ['workload', 'nemesis', 'server', 'seed', 'testCount'];

const MATRIX_HELP = `
What is crossed can stand in zoobreak.config.ts too: matrix: { workloads, nemeses, servers, seeds }.
A run that fails keeps all it left; one that passes keeps its history and its reports.`;

export const matrix: VerbEntry = {
  name: 'matrix',
  description: 'do many runs: workloads x nemeses x servers x seeds',
  flags: [
    {
      title: 'What is crossed:',
      flags: [
        { syntax: '--workloads <a,b>', help: 'the claims to test' },
        { syntax: '--nemeses <a,b+c>', help: 'faults; those joined by + run side by side' },
        { syntax: '--servers <a,b>', help: 'versions, or images with their tags' },
        { syntax: '--seeds <1,2,5..9>', help: 'one run for each; default: a random seed' },
      ],
    },
    {
      title: 'How:',
      flags: [
        {
          syntax: '--shard <i/n>',
          help: 'only the i-th of n parts; `zoobreak merge` puts them together',
        },
        { syntax: '--jobs <count>', help: 'runs at once (default: what the machine can do)' },
        { syntax: '--bail', help: 'start no other run once one is not valid' },
      ],
    },
    ...flagsOf(OPTION_KEYS.filter(key => !CROSSED.includes(key))),
    CONFIGURATION,
  ],
  notes: [SOURCES_HELP, EXIT_HELP, MATRIX_HELP],
  load: async () => (await import('../actions/matrix.ts')).matrix,
};
