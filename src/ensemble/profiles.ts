/** All profiles of compatible servers that ship, by name for `--profile`. A server that has none of these, nor a file
 *  of the user's own, is configured as the official ZooKeeper image: profile.ts. */
import type { ProfileEntry } from './profile-entry.ts';
import { clickhouseKeeper, clickhouseKeeperQuorumReads } from './profiles/clickhouse-keeper.ts';
import { raftkeeper } from './profiles/raftkeeper.ts';
import { zetcd } from './profiles/zetcd.ts';
import { zookeeper } from './profiles/zookeeper.ts';

export const profiles: readonly ProfileEntry[] = [
  zookeeper,
  clickhouseKeeper,
  clickhouseKeeperQuorumReads,
  raftkeeper,
  zetcd,
];
