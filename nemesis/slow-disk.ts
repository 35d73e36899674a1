/** Slow disks: each fsync of a server takes longer, by up to some seconds.
 *    start-slow-disk, stop-slow-disk: disk-trouble.ts has their values */
import type { RangeParameter } from '../src/contract.ts';
import { rangeIn } from './aim.ts';
import { diskTrouble } from './disk-trouble.ts';
import type { NemesisEntry } from './entry.ts';
import { quantity } from './value-shape.ts';
import { within } from './within-range.ts';

const MS: RangeParameter = {
  kind: 'range',
  name: 'ms',
  doc: 'how much longer an fsync takes',
  unit: 'ms',
  least: 1,
  most: 10_000,
};
/** From a busy disk to one that a leader's followers wait for too long. */
const USUAL = { least: 20, most: 2_000 };

export const slowDisk: NemesisEntry = diskTrouble({
  name: 'slow-disk',
  doc: 'delays the fsyncs of one, a minority, a majority, all nodes or the leader',
  takes: [MS],
  draw: (random, aim) => ({ kind: 'slow', delayMs: within(rangeIn(aim, MS.name, USUAL), random) }),
  drawn: { kind: { kind: 'word', words: ['slow'] }, delayMs: quantity(MS) },
});
