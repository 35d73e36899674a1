/** `zoobreak check` */
import { EXIT_HELP } from '../exit.ts';
import { JSON_FLAG, TRUST_FLAG } from '../options/flags.ts';
import { ROWS } from '../options/rows.ts';
import type { VerbEntry } from '../verb.ts';

export const check: VerbEntry = {
  name: 'check',
  description: 'judge stored runs or history files again',
  argument: {
    syntax: '<path...>',
    help: 'runs, folders of runs such as results/ or a site, or history files',
  },
  flags: [
    {
      flags: [
        {
          syntax: '--model <name>',
          help: 'the model of a history file, for example cas-register, or a file: ./my-model.ts',
        },
        { syntax: '--initial <value>', help: 'the initial state of the model, as JSON' },
        {
          syntax: '--format <name>',
          help: 'format of the files; default: detected from their content',
        },
        { syntax: '--checker <a,b|file>', help: ROWS.checker.help, isList: true },
        TRUST_FLAG,
        JSON_FLAG,
      ],
    },
  ],
  notes: [EXIT_HELP],
  load: async () => (await import('../actions/check.ts')).check,
};
