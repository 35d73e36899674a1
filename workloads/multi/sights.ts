/** Reads from a history of workload.ts what was requested for one group, and what was observed of it. */
import type { History, Operation } from '../../src/history/history.ts';
import type { PartSeen } from './client.ts';

/** One znode at one version, as a client read or wrote it. */
export interface ZnodeObservation {
  readonly op: Operation;
  /** Null after the znode's creation. */
  readonly value: number | null;
  readonly version: number;
  readonly mzxid: bigint;
}

export interface Multis {
  /** For each value that may have been written, when its write was invoked. */
  readonly asked: ReadonlyMap<number, number>;
  /** Acknowledged multis, and their results. */
  readonly done: readonly { readonly op: Operation; readonly parts: readonly ZnodeObservation[] }[];
  /** Multis with a flaw that were answered. */
  readonly spoils: readonly Operation[];
  readonly doubts: number;
  /** `read` and `look`, with the znodes in the order in which they were read. */
  readonly reads: readonly { readonly op: Operation; readonly parts: readonly PartSeen[] }[];
  /** All of `done` and `reads`. */
  readonly sights: readonly ZnodeObservation[];
  readonly lists: readonly { readonly op: Operation; readonly values: readonly number[] }[];
}

/** Reads the history of one group. */
export function multisOf(history: History): Multis {
  const ops = history.operations();
  const answered = (...fs: readonly string[]): readonly Operation[] =>
    ops.filter(({ f, type }) => fs.includes(f) && type === 'ok');
  const done = answered('set').map(op => ({ op, parts: answersOf(op) }));
  const reads = answered('read', 'look').map(op => ({ op, parts: partsOf(op) }));
  return {
    asked: new Map(ops.flatMap(mayHaveDone)),
    done,
    spoils: answered('spoil'),
    doubts: ops.filter(({ f, type }) => type === 'info' && (f === 'set' || f === 'spoil')).length,
    reads,
    sights: [
      ...done,
      ...reads.map(({ op, parts }) => ({ op, parts: sightsOf(op, parts) })),
    ].flatMap(({ parts }) => parts),
    lists: answered('list').map(op => ({ op, values: listOf<number>(op) })),
  };
}

/** Returns the values that the operation may have written; a multi with a flaw writes none, even if
 * indeterminate. */
function mayHaveDone({ f, type, input, callNs }: Operation): readonly [number, number][] {
  return f === 'set' && type !== 'fail' ? [[Number(input), callNs]] : [];
}

function answersOf(op: Operation): readonly ZnodeObservation[] {
  return listOf<readonly [number, string]>(op).map(([version, mzxid]) => ({
    op,
    value: Number(op.input),
    version,
    mzxid: BigInt(mzxid),
  }));
}

function partsOf(op: Operation): readonly PartSeen[] {
  return listOf<PartSeen>(op);
}

function sightsOf(op: Operation, parts: readonly PartSeen[]): readonly ZnodeObservation[] {
  return parts.flatMap(part => {
    if (part === null) return [];
    const [value, version, mzxid] = part;
    return [{ op, value, version, mzxid: BigInt(mzxid) }];
  });
}

/** @throws TypeError where the result is no list. */
function listOf<T>({ f, index, output }: Operation): readonly T[] {
  if (Array.isArray(output)) return output;
  throw new TypeError(`${f} (op ${index}): expected a list, found ${JSON.stringify(output)}`);
}
