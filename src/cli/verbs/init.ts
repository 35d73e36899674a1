/** `zoobreak init` */
import type { VerbEntry } from '../verb.ts';

export const init: VerbEntry = {
  name: 'init',
  description: 'write a working example of your own and its test into this folder',
  argument: [
    { syntax: '<kind>', help: 'workload, nemesis, checker, reporter, profile or model' },
    { syntax: '<name>', help: 'name of the entry and of its files' },
  ],
  load: async () => (await import('../actions/init.ts')).init,
};
