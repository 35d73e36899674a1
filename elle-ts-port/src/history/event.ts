/** The events a checker reads, as JSON has them, and what is wrong with those it cannot read. */

export type Workload = 'list-append' | 'rw-register';

/**
 * One event of a history. `ok` committed, `fail` certainly did not, `info` may have.
 * A client's process is an integer; events of any other process are ignored.
 */
export interface Event {
  readonly index?: number | undefined;
  readonly type: string;
  readonly process: unknown;
  readonly f?: unknown;
  /** Micro-operations: `["append", k, v]`, `["w", k, v]`, `["r", k, null | [..] | v]`. */
  readonly value?: unknown;
  /** Nanoseconds. */
  readonly time?: number | undefined;
}

/** A history that cannot be read at all. The message says what was expected, found, and where. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}

/** An operation as results show it. */
export interface Op {
  readonly index: number;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly process: number;
  readonly f: unknown;
  readonly value: readonly Mop[];
  readonly time: number;
}

/** A micro-operation: function, key, argument. */
export type Mop = readonly [f: string, key: unknown, value: unknown];
