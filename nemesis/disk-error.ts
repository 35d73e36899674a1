/** Failing disks: some of a server's writes or fsyncs are refused with EIO, or its writes do half of what they should.
 *    start-disk-error, stop-disk-error: disk-trouble.ts has their values */
import type { WordParameter } from '../src/contract.ts';
import { wordIn } from './aim.ts';
import { diskTrouble } from './disk-trouble.ts';
import type { NemesisEntry } from './entry.ts';

const KINDS = ['write', 'sync', 'short'] as const;
const OF: WordParameter = {
  kind: 'word',
  name: 'of',
  doc: 'which calls fail: writes, fsyncs (sync), or writes that do half (short)',
  words: KINDS,
};
/** Every call, or a rare one. */
const ONE_IN: readonly number[] = [1, 1, 10, 100];

export const diskError: NemesisEntry = diskTrouble({
  name: 'disk-error',
  doc: 'lets writes or fsyncs of one, a minority, a majority, all nodes or the leader fail (EIO), or writes do half',
  takes: [OF],
  draw: (random, aim) => {
    const drawn = random.pick(KINDS);
    const wanted = wordIn(aim, OF.name);
    const of = KINDS.find(kind => kind === wanted) ?? drawn;
    return { kind: 'error', of, oneIn: random.pick(ONE_IN) };
  },
  drawn: {
    kind: { kind: 'word', words: ['error'] },
    of: { kind: 'word', words: KINDS },
    oneIn: { kind: 'number', least: 1, most: 1_000_000 },
  },
});
