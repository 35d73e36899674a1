/** What a workload's rules make of a history, before any cycle is looked for. */
import type {
  BadRead,
  CyclicVersions,
  DirtyUpdate,
  DuplicateElements,
  IncompatibleOrder,
  InternalRead,
  LostUpdate,
} from './anomaly.ts';
import type { Explain } from './cycle/step.ts';
import type { Edges } from './graph/graph.ts';

/** Anomalies that show without a cycle, by type. An empty list is no anomaly. */
export interface DirectAnomalies {
  readonly internal?: readonly InternalRead[];
  readonly 'future-read'?: readonly BadRead[];
  readonly G1a?: readonly BadRead[];
  readonly G1b?: readonly BadRead[];
  readonly 'garbage-read'?: readonly BadRead[];
  readonly 'dirty-update'?: readonly DirtyUpdate[];
  readonly 'duplicate-elements'?: readonly DuplicateElements[];
  readonly 'incompatible-order'?: readonly IncompatibleOrder[];
  readonly 'lost-update'?: readonly LostUpdate[];
  readonly 'cyclic-versions'?: readonly CyclicVersions[];
}

export interface Inference {
  readonly anomalies: DirectAnomalies;
  /**
   * Data dependencies between transactions. A vertex from `history.completed` on is a hub: everything
   * that leads to it precedes, by the edge's relation, everything it leads to but itself.
   */
  readonly edges: Edges;
  /** Transactions and hubs. */
  readonly vertices: number;
  /** Steps for data dependencies. */
  readonly explain: Explain;
}
