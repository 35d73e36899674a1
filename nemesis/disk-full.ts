/** Full disks: a server's writes and new files are refused with ENOSPC.
 *    start-disk-full, stop-disk-full: disk-trouble.ts has their values */

import { diskTrouble } from './disk-trouble.ts';
import type { NemesisEntry } from './entry.ts';

export const diskFull: NemesisEntry = diskTrouble({
  name: 'disk-full',
  doc: 'refuses the writes of one, a minority, a majority, all nodes or the leader for want of space (ENOSPC)',
  takes: [],
  draw: () => ({ kind: 'full' }),
  drawn: { kind: { kind: 'word', words: ['full'] } },
});
