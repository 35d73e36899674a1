/** `zoobreak list` */
import { JSON_FLAG } from '../options/flags.ts';
import type { VerbEntry } from '../verb.ts';

export const list: VerbEntry = {
  name: 'list',
  description: 'list workloads, nemeses, servers, profiles, targets, and bugs of the sim',
  argument: {
    syntax: '[what]',
    help: 'workloads, nemeses, servers, profiles, targets or bugs, or the name of one of them for its details; all when absent',
  },
  flags: [{ flags: [JSON_FLAG] }],
  load: async () => (await import('../actions/list.ts')).list,
};
