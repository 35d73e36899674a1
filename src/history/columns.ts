/** Events in columns: one typed array a field, so that millions of events stay small. They are plain data, which is
 * sent to other threads: their memory is shared where it is large. */
import type { EventType, Key, OperationError } from './event.ts';
import type { FaultStamp } from './fault-stamp.ts';
import type { StoredValues } from './values.ts';
import type { StoredZxids } from './zxids.ts';

/** Names of the codes of the `type` column. */
export const TYPES: readonly EventType[] = ['invoke', 'ok', 'fail', 'info'];
export const INVOKE = 0;
/** The nemesis in the `process` column, whose other entries are not negative. */
export const NEMESIS = -1;
/** No entry, in columns that refer to a dictionary or to a position. */
export const NONE = -1;

/** All columns have `length` entries; position p is the p-th event. */
export interface Columns {
  readonly length: number;
  readonly index: Float64Array;
  readonly type: Uint8Array;
  readonly process: Int32Array;
  /** Nanoseconds since the run's origin. */
  readonly time: Float64Array;
  /** Into `names`. */
  readonly f: Int32Array;
  /** Into `keys`, or NONE. */
  readonly key: Int32Array;
  readonly value: StoredValues;
  readonly names: readonly string[];
  readonly keys: readonly Key[];
  /** For an invocation the position of its completion and the other way round, or NONE. The nemesis is not paired. */
  readonly partner: Int32Array;
  /** Into `nodes`, or NONE. */
  readonly node: Int32Array;
  readonly nodes: readonly string[];
  /** Into `sessions`, or NONE. */
  readonly session: Int32Array;
  readonly sessions: readonly bigint[];
  readonly zxid: StoredZxids;
  /** Into `errors`, or NONE. */
  readonly error: Int32Array;
  readonly errors: readonly OperationError[];
  /** Fault stamps by position. */
  readonly faults: ReadonlyMap<number, FaultStamp>;
}
