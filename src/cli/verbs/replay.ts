/** `zoobreak replay` */
import { TRUST_FLAG } from '../options/flags.ts';
import type { VerbEntry } from '../verb.ts';

export const replay: VerbEntry = {
  name: 'replay',
  description: 'run a stored plan on the sim again; exit with 0 if the history is the same',
  argument: { syntax: '<path>', help: 'folder of a run' },
  flags: [
    { flags: [{ syntax: '--quiet', help: 'print no progress, only the result' }, TRUST_FLAG] },
  ],
  load: async () => (await import('../actions/replay.ts')).replay,
};
