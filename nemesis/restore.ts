/** Keeps a copy of a server's files, and some seconds later kills it and puts the copy in their place, as a backup
 *  that is played back does.
 *    restore-backup  value Victims   dead when verified; did.damage {node: what was done}
 *    start-restored  value null      every node that it killed runs again when verified */
import { diskDamage } from './disk-damage.ts';
import { diskOf } from './disk-trouble.ts';
import type { NemesisEntry } from './entry.ts';
import { WHO } from './process-fault.ts';
import { within } from './within-range.ts';

/** The age of the copy. */
const AGE_MS = { least: 500, most: 4_000 };

export const restore: NemesisEntry = {
  name: 'restore',
  doc: 'kills a node and starts it on a copy of its files that is some seconds old; servers promise nothing then',
  faults: ['kill', 'files'],
  takes: [WHO],
  create: options =>
    diskDamage(
      {
        name: 'restore',
        strikeF: 'restore-backup',
        healF: 'start-restored',
        strike: async (node, signal) => {
          await diskOf(node).keep(signal);
          await options.clock.sleep(within(AGE_MS, options.random), signal);
          await node.kill(signal);
          return diskOf(node).damage({ kind: 'restore' }, signal);
        },
      },
      options,
    ),
};
