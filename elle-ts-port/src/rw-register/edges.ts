/** Dependencies between transactions on registers: wr from values, ww and rw from the order of versions. */
import type { Edges, Graph } from '../graph/graph.ts';
import { RW, WR, WW } from '../graph/relation.ts';
import { type Grouping, group, grouped } from '../history/grouping.ts';
import { type History, OK } from '../history/history.ts';
import { type Touch, versionCount } from './externals.ts';

/** Who read and who wrote each version, externally. */
interface VersionUsers {
  /** Version -> its writer, or -1. The initial state has none. */
  readonly writer: Int32Array;
  /** Version -> rows of the touches that read it. */
  readonly readers: Grouping;
  readonly touches: readonly Touch[];
}

/**
 * Users among ok transactions. With `infoWrites` an info transaction counts as committed as soon as
 * one of its writes was read.
 */
export function versionUsers(
  history: History,
  touches: readonly Touch[],
  infoWrites: boolean,
): VersionUsers {
  const readers = grouped(
    Int32Array.from(touches, touch => touch.read),
    versionCount(history),
  );
  const isRead = ({ write }: Touch): boolean => write >= 0 && group(readers, write).length > 0;
  const seen = new Set(infoWrites ? touches.filter(isRead).map(touch => touch.txn) : []);
  const writer = new Int32Array(versionCount(history)).fill(-1);
  for (const { txn, write } of touches) {
    const counts = history.type[txn] === OK || (seen.has(txn) && writer[write] === -1);
    if (counts && write >= 0 && write < history.elements.size) writer[write] = txn;
  }
  return { writer, readers, touches };
}

/** The transactions that read a version. */
function readersOf(users: VersionUsers, version: number): number[] {
  return Array.from(group(users.readers, version), row => users.touches[row]?.txn ?? -1);
}

/** wr: the writer of a value precedes its readers. */
export function addReadDependencies(users: VersionUsers, edges: Edges): void {
  for (const { txn, read } of users.touches) {
    const writer = read < 0 ? -1 : (users.writer[read] as number);
    if (writer >= 0) edges.add(writer, txn, WR);
  }
}

/** Anti-dependencies of one version are given a hub when there are this many times fewer edges then. */
const HUB_PAYS = 4;

/**
 * ww and rw: who wrote or read a version precedes who wrote a later one. The initial state precedes
 * all values of its key, so its readers may need a hub. Answers how many vertices there are then.
 */
export function addVersionDependencies(
  history: History,
  versions: Graph,
  users: VersionUsers,
  edges: Edges,
): number {
  let vertices = history.completed;
  for (let v = 0; v < versions.vertices; v++) {
    const next = versions.to.subarray(versions.start[v], versions.start[v + 1]);
    const writers = Array.from(next, version => users.writer[version] as number);
    const later = writers.filter(writer => writer >= 0);
    const writer = users.writer[v] as number;
    for (const after of writer >= 0 ? later : []) edges.add(writer, after, WW);
    const readers = readersOf(users, v);
    if (readers.length * later.length > HUB_PAYS * (readers.length + later.length)) {
      const hub = vertices++;
      for (const reader of readers) edges.add(reader, hub, RW);
      for (const after of later) edges.add(hub, after, RW);
    } else {
      for (const reader of readers) for (const after of later) edges.add(reader, after, RW);
    }
  }
  return vertices;
}
