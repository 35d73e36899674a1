/** Where an order of versions can come from: each source adds edges from a version to a later one. */
import { Edges } from '../graph/graph.ts';
import { type History, OK } from '../history/history.ts';
import type { RegisterOptions } from '../options.ts';
import { firstVersion, lastVersion, type Touch } from './externals.ts';
import { addRealtimeVersions } from './realtime-versions.ts';

/** The relation of version edges, which have only one. */
export const LATER = 1;

/** What a source is, by its name in results. */
export interface Source {
  readonly name: string;
  readonly edges: Edges;
}

/** The sources the options ask for, in the order in which they are merged. */
export function* sourcesOf(
  history: History,
  touches: readonly Touch[],
  options: RegisterOptions,
): Iterable<Source> {
  yield { name: 'initial-state', edges: initialState(history, touches) };
  if (options.transactionOrder) {
    const edges = transactionOrder(history, touches, options.transactionOrder);
    yield { name: 'transaction-order', edges };
  }
  if (options.wfrKeys) yield { name: 'wfr-keys', edges: writesFollowReads(history, touches) };
  if (options.sequentialKeys) {
    yield { name: 'sequential-keys', edges: processVersions(history, touches) };
  }
  if (options.linearizableKeys) {
    const edges = new Edges();
    addRealtimeVersions(history, touches, (before, after) => edges.add(before, after, LATER));
    yield { name: 'linearizable-keys', edges };
  }
}

/** The initial state precedes every value that was written or read. */
function initialState(history: History, touches: readonly Touch[]): Edges {
  const initial = history.elements.size;
  const edges = new Edges();
  const seen = new Uint8Array(initial);
  for (const { key, read, write } of touches) {
    for (const version of [read, write]) {
      if (version < 0 || version >= initial || seen[version]) continue;
      seen[version] = 1;
      edges.add(initial + key, version, LATER);
    }
  }
  return edges;
}

/** The writes of each key, by the number of their transaction. */
function transactionOrder(
  history: History,
  touches: readonly Touch[],
  numbers: ReadonlyMap<number, number>,
): Edges {
  const numberOf = (touch: Touch): number | undefined =>
    numbers.get(history.index[touch.txn] as number);
  const writes = touches.filter(touch => touch.write >= 0 && numberOf(touch) !== undefined);
  writes.sort((a, b) => (numberOf(a) ?? 0) - (numberOf(b) ?? 0));
  const edges = new Edges();
  const last = new Map<number, number>();
  for (const { key, write } of writes) {
    const before = last.get(key);
    if (before !== undefined) edges.add(before, write, LATER);
    last.set(key, write);
  }
  return edges;
}

/** A value that a transaction read precedes the one it wrote. Reads of the initial state add nothing new. */
function writesFollowReads(history: History, touches: readonly Touch[]): Edges {
  const edges = new Edges();
  for (const { read, write } of touches) {
    if (read >= 0 && read < history.elements.size && write >= 0) edges.add(read, write, LATER);
  }
  return edges;
}

/** What a process leaves of a key precedes what it next finds there. Only ok transactions are ordered. */
function processVersions(history: History, touches: readonly Touch[]): Edges {
  const edges = new Edges();
  const last = new Map<string, number>();
  for (const touch of touches) {
    if (history.type[touch.txn] !== OK) continue;
    const name = `${history.process[touch.txn]} ${touch.key}`;
    const before = last.get(name);
    if (before !== undefined) edges.add(before, firstVersion(touch), LATER);
    last.set(name, lastVersion(touch));
  }
  return edges;
}
