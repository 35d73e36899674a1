/** Bugs of what a znode stores and shows: its data, its list and each field of its stat. */
import { openAcl, type Stat } from '../../zookeeper/data-records.ts';
import { type Bug, shownByApi } from './bug.ts';
import type { Rules } from './rules.ts';
import type { Change } from './rules-of-state.ts';
import type { Znode } from './znode.ts';

const STAT = 'a stat tells when and how often its znode, its list and its children changed';
const DATA = 'what is read is what was written last';

const wrongReply = shownByApi('wrong-reply');
const wrongZxid = shownByApi('wrong-reply', 'phantom');
/** Wrong data is that of a write that never was, or lacks one that was. */
const wrongData = shownByApi('wrong-reply', 'lost-write', 'data-corruption');
const wrongList = shownByApi(
  'wrong-reply',
  'wrong-error',
  'unauthorized-access',
  'wrongful-denial',
  'lost-write',
);

interface Altered {
  /** The fields to store instead, of the right znode and the znode as it was. */
  fields(right: Znode, before: Znode, zxid: number): Partial<Znode>;
}

/** Stores other fields for changes of one kind. */
function on(by: Change['by'], fields: Altered['fields']): Partial<Rules> {
  return {
    stored: (znode, change) => {
      if (change.by !== by) return znode;
      return { ...znode, ...fields(znode, change.before ?? znode, change.zxid) };
    },
  };
}

function shows(fields: (stat: Stat) => Partial<Stat>): Partial<Rules> {
  return { shownStat: stat => ({ ...stat, ...fields(stat) }) };
}

const stats: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'czxid-of-last-change',
    breaks: 'a write of data moves the czxid',
    shownBy: wrongZxid,
    rules: on('setData', (_, __, zxid) => ({ czxid: zxid })),
  },
  {
    name: 'czxid-one-too-low',
    breaks: 'a znode is created with the zxid before its own',
    shownBy: wrongZxid,
    rules: on('create', ({ czxid }) => ({ czxid: czxid - 1 })),
  },
  {
    name: 'mzxid-stuck',
    breaks: 'a write of data leaves the mzxid now and then',
    shownBy: wrongZxid,
    rules: on('setData', (right, { mzxid }, zxid) => ({ mzxid: zxid % 5 ? right.mzxid : mzxid })),
  },
  {
    name: 'mzxid-moved-by-list',
    breaks: 'setACL moves the mzxid',
    shownBy: wrongZxid,
    rules: on('setAcl', (_, __, zxid) => ({ mzxid: zxid })),
  },
  {
    name: 'mzxid-moved-by-child',
    breaks: 'a new child moves the mzxid of its parent',
    shownBy: wrongZxid,
    rules: on('childCreated', (_, __, zxid) => ({ mzxid: zxid })),
  },
  {
    name: 'pzxid-stuck-on-create',
    breaks: 'a new child leaves the pzxid of its parent',
    shownBy: wrongZxid,
    rules: on('childCreated', (_, { pzxid }) => ({ pzxid })),
  },
  {
    name: 'pzxid-stuck-on-delete',
    breaks: 'a deleted child leaves the pzxid of its parent, as ZOOKEEPER-3306',
    shownBy: wrongZxid,
    rules: on('childDeleted', (_, { pzxid }) => ({ pzxid })),
  },
  {
    name: 'pzxid-moved-by-data',
    breaks: 'a write of data moves the pzxid',
    shownBy: wrongZxid,
    rules: on('setData', (_, __, zxid) => ({ pzxid: zxid })),
  },
  {
    name: 'ctime-of-last-change',
    breaks: 'a write of data moves the ctime',
    shownBy: wrongReply,
    rules: on('setData', ({ mtime }) => ({ ctime: mtime })),
  },
  {
    name: 'ctime-zero',
    breaks: 'a znode is created at time zero',
    shownBy: wrongReply,
    rules: on('create', () => ({ ctime: 0 })),
  },
  {
    name: 'mtime-stuck',
    breaks: 'a write of data leaves the mtime',
    shownBy: wrongReply,
    rules: on('setData', (_, { mtime }) => ({ mtime })),
  },
  {
    name: 'mtime-moved-by-list',
    breaks: 'setACL moves the mtime',
    shownBy: wrongReply,
    rules: on('setAcl', ({ mtime }) => ({ mtime: mtime + 1 })),
  },
  {
    name: 'mtime-moved-by-child',
    breaks: 'a deleted child moves the mtime of its parent',
    shownBy: wrongReply,
    rules: on('childDeleted', ({ mtime }) => ({ mtime: mtime + 1 })),
  },
  {
    name: 'version-starts-at-one',
    breaks: 'a new znode has version 1',
    shownBy: wrongReply,
    rules: on('create', () => ({ version: 1 })),
  },
  {
    name: 'version-raised-by-list',
    breaks: 'setACL raises the version of the data',
    shownBy: wrongReply,
    rules: on('setAcl', ({ version }) => ({ version: version + 1 })),
  },
  {
    name: 'version-skips',
    breaks: 'the version after 2 is 4',
    shownBy: wrongReply,
    rules: { nextVersion: version => (version === 2 ? 4 : version + 1) },
  },
  {
    name: 'cversion-of-creates-only',
    breaks: 'the cversion counts children that came, and not those that went',
    shownBy: wrongReply,
    rules: shows(({ cversion, numChildren }) => ({ cversion: (cversion + numChildren) / 2 })),
  },
  {
    name: 'cversion-moved-by-data',
    breaks: 'a write of data counts as a new child',
    shownBy: wrongReply,
    rules: on('setData', ({ births }) => ({ births: births + 1 })),
  },
  {
    name: 'cversion-forgotten',
    breaks: 'a write of data resets the count of children that a znode has had when it has none',
    shownBy: { ...wrongReply, anomalies: ['wrong-reply', 'duplicate'] },
    rules: on('setData', ({ births }) => ({ births: births > 3 ? 0 : births })),
  },
  {
    name: 'aversion-stuck',
    breaks: 'setACL leaves the aversion',
    shownBy: wrongReply,
    rules: on('setAcl', (_, { aversion }) => ({ aversion })),
  },
  {
    name: 'aversion-raised-by-data',
    breaks: 'a write of data raises the aversion',
    shownBy: wrongReply,
    rules: on('setData', ({ aversion }) => ({ aversion: aversion + 1 })),
  },
  {
    name: 'owner-not-shown',
    breaks: 'an ephemeral has no owner in its stat',
    shownBy: wrongReply,
    rules: shows(() => ({ ephemeralOwner: 0n })),
  },
  {
    name: 'owner-of-persistent',
    breaks: 'a persistent znode without children that was written three times has an owner',
    shownBy: wrongReply,
    rules: shows(({ version, numChildren, ephemeralOwner }) =>
      version === 3 && numChildren === 0 ? { ephemeralOwner: 1n } : { ephemeralOwner },
    ),
  },
  {
    name: 'data-length-limited',
    breaks: 'the length of data is shown as at most 8',
    shownBy: wrongReply,
    rules: shows(({ dataLength }) => ({ dataLength: Math.min(dataLength, 8) })),
  },
  {
    name: 'children-count-low',
    breaks: 'of three children or more one is not counted',
    shownBy: wrongReply,
    rules: shows(({ numChildren }) => ({ numChildren: numChildren - (numChildren > 2 ? 1 : 0) })),
  },
  {
    name: 'children-count-of-all-time',
    breaks: 'children that were deleted are still counted',
    shownBy: wrongReply,
    rules: shows(({ cversion, numChildren }) => ({ numChildren: (cversion + numChildren) / 2 })),
  },
];

const data: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'data-kept-now-and-then',
    breaks: 'every seventh write raises the version and leaves the data',
    shownBy: wrongData,
    rules: on('setData', (right, before, zxid) => (zxid % 7 ? right : { data: before.data })),
  },
  {
    name: 'data-of-create-lost',
    breaks: 'every fifth znode is created without its data',
    shownBy: wrongData,
    rules: on('create', (right, _, zxid) => (zxid % 5 ? right : { data: new Uint8Array(0) })),
  },
  {
    name: 'empty-data-ignored',
    breaks: 'a write of empty data leaves the data that was there',
    shownBy: wrongData,
    rules: on('setData', (right, before) =>
      right.data.length > 0 ? right : { data: before.data },
    ),
  },
  {
    name: 'data-ends-at-null',
    breaks: 'data is cut at its first null byte',
    shownBy: wrongData,
    rules: { storedData: data => (data.includes(0) ? data.subarray(0, data.indexOf(0)) : data) },
  },
  {
    name: 'data-last-byte-lost',
    breaks: 'data is read without its last byte, though its length is right',
    shownBy: wrongData,
    rules: { shownData: data => data.subarray(0, -1) },
  },
  {
    name: 'data-emptied-by-list',
    breaks: 'setACL empties the data',
    shownBy: wrongData,
    rules: on('setAcl', () => ({ data: new Uint8Array(0) })),
  },
  {
    name: 'list-dropped-by-data',
    breaks: 'a write of data opens the znode to anyone',
    shownBy: wrongList,
    rules: on('setData', () => ({ acl: openAcl })),
  },
  {
    name: 'list-not-created',
    breaks: 'a new znode is open to anyone, despite the list it was given',
    shownBy: wrongList,
    rules: on('create', () => ({ acl: openAcl })),
  },
  {
    name: 'list-not-replaced',
    breaks: 'setACL raises the aversion and leaves the list',
    shownBy: wrongList,
    rules: on('setAcl', (_, { acl }) => ({ acl })),
  },
  {
    name: 'list-appended',
    breaks: 'setACL adds to the list that was there',
    shownBy: wrongList,
    rules: on('setAcl', ({ acl }, before) => ({ acl: [...before.acl, ...acl] })),
  },
  {
    name: 'list-in-part',
    breaks: 'of a list of several entries the last is not stored',
    shownBy: wrongList,
    rules: on('setAcl', ({ acl }) => ({ acl: acl.length > 1 ? acl.slice(0, -1) : acl })),
  },
];

export const bugsOfStats: readonly Bug[] = [
  ...stats.map(bug => ({ ...bug, promise: STAT })),
  ...data.map(bug => ({ ...bug, promise: DATA })),
];
