/** A stat in which no two fields are alike. */
import type { Stat } from '../../src/zookeeper/data-records.ts';

export const aStat: Stat = {
  czxid: 0x1_0000_0002n,
  mzxid: 0x1_0000_0003n,
  ctime: 4,
  mtime: 5,
  version: 6,
  cversion: 7,
  aversion: 8,
  ephemeralOwner: 9n,
  dataLength: 10,
  numChildren: 11,
  pzxid: 0x1_0000_000cn,
};

/** The names of all fields of a stat, in the order of the wire. */
export const STAT_FIELDS = Object.keys(aStat) as readonly (keyof Stat)[];
