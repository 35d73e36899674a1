/** Why one transaction of a cycle comes before the next. */
import type { RelationName } from '../graph/relation.ts';
import type { Op } from '../history/event.ts';

/** A dependency through a key: `a` wrote or read `value`, and `b` wrote or read `value'`. `null` is the
 * initial state. */
export interface DataStep {
  readonly type: Exclude<RelationName, 'process' | 'realtime'>;
  readonly key: unknown;
  readonly value: unknown;
  /** Absent where b read what a wrote: then it is `value`. */
  readonly "value'"?: unknown;
  readonly 'a-mop-index': number;
  readonly 'b-mop-index': number;
}

/** A dependency through the order of one process. */
export interface ProcessStep {
  readonly type: 'process';
  readonly process: number;
}

/** A dependency through time: the completion of a, and the invocation of b. */
export interface RealtimeStep {
  readonly type: 'realtime';
  readonly "a'": Op;
  readonly b: Op;
}

/** A dependency from an additional graph. */
export interface GivenStep {
  readonly type: RelationName;
  readonly because: string;
}

export type Step = DataStep | ProcessStep | RealtimeStep | GivenStep;

/** A step, when the relation holds from transaction a to b. */
export type Explain = (a: number, b: number, relation: number) => Step | undefined;
