/** A znode, with everything that its stat shows. Sources: DataNode.java, StatPersisted. */
import { dataLength, type TraceAcl, type TraceData, type TraceStat } from '../trace.ts';

/** The wall clock time of one transaction, the same in every stat that shows it; unknown until one does. */
export interface TxnTime {
  ms: number | undefined;
}

/** `persistent`, `container` and `ttl` znodes have no owner that their stat shows. */
export type Life = 'persistent' | 'ephemeral' | 'container' | 'ttl';

/** A list that a setACL replaced. */
export interface FormerAcl {
  readonly acl: readonly TraceAcl[];
  /** The zxid of the setACL that replaced it. */
  readonly until: number;
}

/** `kind`: the lifetime and the owner of the znode. `acl`: who may do what with it. */
export type Part = 'kind' | 'acl' | 'data' | 'stat' | 'children';

export const EVERYTHING: readonly Part[] = ['kind', 'acl', 'data', 'stat', 'children'];
const NOTHING: readonly Part[] = [];

export interface Znode {
  readonly path: string;
  data: TraceData;
  acl: readonly TraceAcl[];
  /** The zxid of the last setACL, and the lists from before it, the latest first. */
  aclZxid: number;
  formerAcls: readonly FormerAcl[];
  czxid: number;
  mzxid: number;
  /** The mzxid before the last change of the data. */
  formerMzxid: number;
  pzxid: number;
  ctime: TxnTime;
  mtime: TxnTime;
  version: number;
  aversion: number;
  /** The number of children ever created: the next sequential number. The stat shows 2 * creates - children. */
  creates: number;
  /** What is known of the zxids of these creations; see numbering.ts. */
  readonly marks: number[];
  life: Life;
  /** Milliseconds without a change after which a TTL znode may be removed; undefined for others. */
  readonly ttlMs: number | undefined;
  /** The session of an ephemeral; 0n otherwise. */
  owner: bigint;
  readonly children: Set<string>;
  /** What the model does not know for certain: it is adopted from the first reply that shows it. */
  unknown: readonly Part[];
}

export function newZnode(
  path: string,
  facts: Pick<Znode, 'data' | 'acl' | 'life' | 'owner'> & { readonly ttlMs?: number | undefined },
  zxid: number,
  time: TxnTime,
): Znode {
  return {
    path,
    data: facts.data,
    acl: facts.acl,
    aclZxid: zxid,
    formerAcls: [],
    czxid: zxid,
    mzxid: zxid,
    formerMzxid: zxid,
    pzxid: zxid,
    ctime: time,
    mtime: time,
    version: 0,
    aversion: 0,
    creates: 0,
    marks: [],
    life: facts.life,
    ttlMs: facts.ttlMs,
    owner: facts.owner,
    children: new Set(),
    unknown: NOTHING,
  };
}

/** Returns the stat that a server shows of the znode; times that are not known yet are NaN. */
export function statOf(node: Znode): TraceStat {
  return {
    czxid: node.czxid,
    mzxid: node.mzxid,
    ctime: node.ctime.ms ?? Number.NaN,
    mtime: node.mtime.ms ?? Number.NaN,
    version: node.version,
    cversion: cversionOf(node),
    aversion: node.aversion,
    ephemeralOwner: node.owner,
    dataLength: dataLength(node.data),
    numChildren: node.children.size,
    pzxid: node.pzxid,
  };
}

/** Each child counts twice once it is gone: when it was created and when it was deleted. */
export function cversionOf(node: Znode): number {
  return 2 * node.creates - node.children.size;
}

/** Notes that parts of a znode are not certain. */
export function doubtParts(node: Znode, parts: readonly Part[]): void {
  node.unknown = [...new Set([...node.unknown, ...parts])];
}

/** Returns the list of a znode; undefined if it is not certain. */
export function certainAcl({ acl, unknown }: Znode): readonly TraceAcl[] | undefined {
  return unknown.includes('acl') ? undefined : acl;
}

/** Returns the list that decided at a zxid, as far back as former ones are kept. */
export function listAt({ acl, formerAcls }: Znode, zxid: number): readonly TraceAcl[] {
  return formerAcls.findLast(({ until }) => until > zxid)?.acl ?? acl;
}
