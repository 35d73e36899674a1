/**
 * The search of one cyclic part: plain data in, plain data out, so that parts can be searched in
 * threads of their own.
 */
import type { Region } from '../graph/region.ts';
import type { Workload } from '../history/event.ts';
import { type History, OK } from '../history/history.ts';
import { type Existence, existences } from './existence.ts';
import { type Naming, type Witness, witnesses } from './witness.ts';

/** A region, and what its search asks of the history; the columns are by vertex. */
export interface Part {
  readonly region: Region;
  /** Index of the completion. */
  readonly index: Float64Array;
  /** Position of the completion of what committed; NEVER for the others. */
  readonly committed: Int32Array;
  /** Position of the invocation, or -1. */
  readonly invoked: Int32Array;
  readonly workload: Workload;
  readonly naming: Naming;
}

/** What a part shows: the models it rules out, and cycles that show why. */
export interface Found {
  readonly records: readonly Existence[];
  readonly witnesses: readonly Witness[];
}

const NEVER = 0x7fffffff;

export function partOf(history: History, region: Region, naming: Naming): Part {
  const committed = region.txns.map(txn =>
    history.type[txn] === OK ? (history.position[txn] as number) : NEVER,
  );
  return {
    region,
    index: Float64Array.from(region.txns, txn => history.index[txn] as number),
    committed,
    invoked: region.txns.map(txn => history.invoked[txn] as number),
    workload: history.workload,
    naming,
  };
}

/** Pure and deterministic. */
export function searchPart({ region, index, committed, invoked, ...names }: Part): Found {
  const precedes = (a: number, b: number): boolean =>
    (committed[a] as number) < (invoked[b] as number);
  const { records, impossible } = existences(region, vertex => index[vertex] as number);
  return { records, witnesses: witnesses(region, impossible, { ...names, precedes }) };
}
