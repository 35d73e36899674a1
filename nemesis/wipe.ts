/** Kills servers and removes their files, as a machine that is replaced has none.
 *    wipe         value Victims   dead when verified; did.damage {node: what was done}
 *    start-wiped  value null      every node that it killed runs again when verified */
import { diskDamage } from './disk-damage.ts';
import { diskOf } from './disk-trouble.ts';
import type { NemesisEntry } from './entry.ts';
import { WHO } from './process-fault.ts';

export const wipe: NemesisEntry = {
  name: 'wipe',
  doc: 'kills a node, removes its files and starts it again; servers promise nothing then',
  faults: ['kill', 'files'],
  takes: [WHO],
  create: options =>
    diskDamage(
      {
        name: 'wipe',
        strikeF: 'wipe',
        healF: 'start-wiped',
        strike: async (node, signal) => {
          await node.kill(signal);
          return diskOf(node).damage({ kind: 'wipe' }, signal);
        },
      },
      options,
    ),
};
