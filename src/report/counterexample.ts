/** The operations of an anomaly, laid out to be drawn: a row for each process, a column for each event. */
import type { Anomaly, Attempt } from '../contract.ts';
import type { History, Operation } from '../history/history.ts';

/** Operations beyond this many are counted, not drawn. */
const MOST_OPERATIONS = 40;

/** What one attempt to explain the operations says of one of them. */
interface Placing {
  /** From 1: its place in the order. */
  readonly place: number;
  readonly before: string;
  readonly after: string;
}

export interface Bar {
  readonly operation: Operation;
  /** Into the scene's `processes`. */
  readonly row: number;
  /** Columns, both included; an operation that never returned ends in the last one. */
  readonly from: number;
  readonly until: number;
  /** It is one of those that cannot all be explained. */
  readonly isCore: boolean;
  /** In the longest order that was found; undefined where it has no place there. */
  readonly placing?: Placing;
  /** Why it cannot come next in that order. */
  readonly blocked?: string;
}

export interface Scene {
  readonly processes: readonly number[];
  /** For each column, when its event happened, in nanoseconds since the run's origin. */
  readonly timesNs: readonly number[];
  /** In order of invocation. */
  readonly bars: readonly Bar[];
  /** Operations of the anomaly that are not drawn. */
  readonly left: number;
}

/** The operations of an anomaly, found once for all that is drawn of it. */
export type Operations = ReadonlyMap<number, Operation>;

/** Returns the operations that any of the anomalies names, by the index of the invocation and that of the
 * completion. */
export function operationsOf(anomalies: readonly Anomaly[], history: History): Operations {
  const wanted = new Set(anomalies.flatMap(anomaly => [...indicesOf(anomaly)]));
  const found = new Map<number, Operation>();
  if (wanted.size === 0) return found;
  for (const operation of history.eachOperation()) {
    const { index, completionIndex = -1 } = operation;
    if (wanted.has(index)) found.set(index, operation);
    if (wanted.has(completionIndex)) found.set(completionIndex, operation);
  }
  return found;
}

function indicesOf({ operations, counterexample }: Anomaly): readonly number[] {
  if (counterexample === undefined) return operations;
  const { core, attempts } = counterexample;
  return [...operations, ...counterexample.operations, ...core, ...attempts.flatMap(placedIn)];
}

function placedIn({ steps, blocked }: Attempt): readonly number[] {
  return [...steps, ...blocked].map(({ operation }) => operation);
}

/** Where there is a counterexample its operations, otherwise those that show the anomaly. */
export function sceneOf(anomaly: Anomaly, operations: Operations): Scene {
  const { counterexample } = anomaly;
  const core = counterexample?.core ?? [];
  const named = [...(counterexample?.operations ?? []), ...core];
  const all = uniqueOf(named.length > 0 ? named : anomaly.operations, operations);
  const shown = all.slice(-MOST_OPERATIONS);
  const columns = columnsOf(shown);
  const processes = [...new Set(shown.map(({ process }) => process))].sort((a, b) => a - b);
  const [attempt] = counterexample?.attempts ?? [];
  return {
    processes,
    timesNs: columns.map(({ timeNs }) => timeNs),
    bars: shown.map(operation => ({
      operation,
      row: processes.indexOf(operation.process),
      isCore: core.includes(operation.index),
      ...spanOf(operation, columns),
      ...(attempt && placingOf(operation.index, attempt)),
    })),
    left: all.length - shown.length,
  };
}

function uniqueOf(indices: readonly number[], operations: Operations): readonly Operation[] {
  const found = new Set(indices.flatMap(index => operations.get(index) ?? []));
  return [...found].sort((a, b) => a.index - b.index);
}

interface Column {
  readonly index: number;
  readonly timeNs: number;
}

/** One for each call and return, in the order of the history. */
function columnsOf(operations: readonly Operation[]): readonly Column[] {
  return operations
    .flatMap(({ index, callNs, completionIndex, returnNs, type }): Column[] => [
      { index, timeNs: callNs },
      ...(completionIndex === undefined || type === 'info'
        ? []
        : [{ index: completionIndex, timeNs: returnNs }]),
    ])
    .sort((a, b) => a.index - b.index);
}

function spanOf(
  { index, completionIndex, type }: Operation,
  columns: readonly Column[],
): Pick<Bar, 'from' | 'until'> {
  const at = (wanted: number): number => columns.findIndex(column => column.index === wanted);
  const returns = type !== 'info' && completionIndex !== undefined;
  return { from: at(index), until: returns ? at(completionIndex) : columns.length - 1 };
}

function placingOf(index: number, { from, steps, blocked }: Attempt): Partial<Bar> {
  const at = steps.findIndex(({ operation }) => operation === index);
  const step = steps[at];
  const why = blocked.find(({ operation }) => operation === index)?.why;
  return {
    ...(step && {
      placing: { place: at + 1, before: steps[at - 1]?.state ?? from, after: step.state },
    }),
    ...(why !== undefined && { blocked: why }),
  };
}
