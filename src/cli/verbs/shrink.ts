/** `zoobreak shrink` */
import { TRUST_FLAG } from '../options/flags.ts';
import type { VerbEntry } from '../verb.ts';

export const shrink: VerbEntry = {
  name: 'shrink',
  description: 'look for a smaller run on the sim that is invalid still',
  argument: { syntax: '<path>', help: 'folder of a run' },
  flags: [{ flags: [TRUST_FLAG] }],
  load: async () => (await import('../actions/shrink.ts')).shrink,
};
