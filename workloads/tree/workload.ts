/** Small trees of znodes, many one after the other.
 *   create  value {path, kind}   ok: {zxid, refused}: null, NONODE (no parent) or NODEEXISTS
 *   delete  value path           ok: {zxid, refused}: null, NONODE or NOTEMPTY
 *   exists  value path           ok: {zxid, stat}, stat null where it is not there
 *   list    value path           ok: {zxid, stat, names}, or {zxid, stat: null}
 * Paths begin at the root of the tree, `''`. zxids are numbers. A lost reply leaves a create or a
 * delete `info`: it may yet take effect, or be refused. */
import { linearizable } from '../../src/checker/linearizable/index.ts';
import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Counts, Workload, WorkloadOptions } from '../../src/contract.ts';
import { independentKeys, mix, reserve } from '../../src/generator/index.ts';
import type { History } from '../../src/history/history.ts';
import type { Random } from '../../src/random.ts';
import { exceptForWeakReads } from '../claims.ts';
import type { WorkloadEntry } from '../entry.ts';
import { lacking } from '../features.ts';
import { TREES, type TreeOp, treeClient } from './client.ts';
import { type ReadAnswer, treeModel, type WriteAnswer, type ZnodeKind } from './model.ts';
import { witnessed } from './witnessed.ts';

/** The number of operations on one tree, so that unanswered operations do not accumulate. */
const OPERATIONS_PER_TREE = 120;
/** Half of them read. */
const THREADS_PER_TREE = 6;
/** Few paths, so that znodes come and go; those with children are chosen more often. */
const PATHS: readonly string[] = ['', '', '/a', '/a', '/a/x', '/a/y', '/a/z', '/b', '/b/x'];
const GUARANTEES =
  "ZooKeeper Programmer's Guide, The ZooKeeper Data Model and Consistency Guarantees (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkDataModel)";
const CLAIM =
  'creates, deletes, exists and lists of children are linearizable as on one tree, stats (czxid, pzxid, cversion, numChildren) included. Zxids grow in the order of the writes';

export const tree: WorkloadEntry = {
  name: 'tree',
  doc: 'znodes that are created, deleted and listed, held against a tree',
  claims: {
    ...exceptForWeakReads({ claim: CLAIM, source: GUARANTEES }, 'reads may be stale'),
    quorum: { claim: `${CLAIM}; reads follow a write of the same session`, source: GUARANTEES },
  },
  create,
};

function create(options: WorkloadOptions): Workload<TreeOp> {
  const { reads, concurrency, keys, random, ensemble } = options;
  const inUse = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_TREE)));
  const threads = Math.floor(concurrency / inUse);
  const skipped = lacking(ensemble, 'container and TTL znodes');
  const kinds: readonly ZnodeKind[] =
    skipped.length > 0 ? ['persistent'] : ['persistent', 'container', 'ttl'];
  const path = (): string => random.pick(PATHS);
  const add = (): TreeOp => ({ f: 'create', value: newZnode(kinds, random) });
  const remove = (): TreeOp => ({ f: 'delete', value: path() });
  const exists = (): TreeOp => ({ f: 'exists', value: path() });
  const list = (): TreeOp => ({ f: 'list', value: path() });
  return {
    name: 'tree',
    ...tree.claims[reads],
    setup: (place, signal) => ensureZnodes([TREES], place, signal),
    open: place => treeClient(sessionAt(place), reads),
    generator: independentKeys(threads, OPERATIONS_PER_TREE, () =>
      reserve(
        [[Math.floor(threads / 2), mix(random, exists, list)]],
        mix(random, add, add, remove),
      ),
    ),
    checkers: [
      witnessed(linearizable(treeModel), looked, 'created', 'deleted', 'lists of children'),
    ],
    skipped,
  };
}

/** Draws a znode. An empty container is removed automatically after a while, so only leaves are containers. */
function newZnode(kinds: readonly ZnodeKind[], random: Random): { path: string; kind: ZnodeKind } {
  const path = random.pick(PATHS);
  const isLeaf = path.split('/').length > 2;
  return { path, kind: isLeaf ? random.pick(kinds) : 'persistent' };
}

/** Counts what the operations have met. */
function looked(history: History): Counts {
  const ok = history.operations().filter(({ type }) => type === 'ok');
  const writes = ok.filter(({ f }) => f === 'create' || f === 'delete');
  const refusals = (name: string | null, f?: string): number =>
    writes.filter(op => (op.output as WriteAnswer).refused === name && op.f === (f ?? op.f)).length;
  const lists = ok.filter(({ f, output }) => f === 'list' && hasChildren(output as ReadAnswer));
  return {
    created: refusals(null, 'create'),
    deleted: refusals(null, 'delete'),
    'no parent, or not there': refusals('NONODE'),
    'there already': refusals('NODEEXISTS'),
    'not empty': refusals('NOTEMPTY'),
    'lists of children': lists.length,
  };
}

function hasChildren({ names }: ReadAnswer): boolean {
  return names !== undefined && names.length > 0;
}
