/** `zoobreak clean` */
import { TARGET_FLAGS } from '../options/flags.ts';
import type { VerbEntry } from '../verb.ts';

export const clean: VerbEntry = {
  name: 'clean',
  description: 'remove what dead runs left behind',
  flags: [TARGET_FLAGS],
  load: async () => (await import('../actions/clean.ts')).clean,
};
