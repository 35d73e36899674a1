/** `zoobreak shrink` */
import type { VerbEntry } from '../verb.ts';

export const shrink: VerbEntry = {
  name: 'shrink',
  description: 'look for a smaller run on the sim that is invalid still',
  argument: { syntax: '<path>', help: 'folder of a run' },
  load: async () => (await import('../actions/shrink.ts')).shrink,
};
