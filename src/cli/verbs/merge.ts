/** `zoobreak merge` */
import { EXIT_HELP } from '../exit.ts';
import { JSON_FLAG, rowFlag } from '../options/flags.ts';
import type { VerbEntry } from '../verb.ts';

export const merge: VerbEntry = {
  name: 'merge',
  description: 'combine the shards of a matrix: one table and one exit code',
  argument: { syntax: '<path...>', help: 'folders with the results of shards' },
  flags: [{ flags: [rowFlag('reporter'), JSON_FLAG] }],
  notes: [EXIT_HELP],
  load: async () => (await import('../actions/merge.ts')).merge,
};
