/** What decides whether a promise was kept, and what it says. */
import type { History } from '../history/history.ts';

/** A broken promise: what was promised, what was seen, and the operations that show it. */
export interface Anomaly {
  /** A term of the field: `nonlinearizable`, `stale-read`, `lost-write`, ... Ours are in src/anomalies.ts. */
  readonly type: string;
  /** What the operations show, where that is known more exactly than the type says: `Stale read`. */
  readonly title?: string;
  readonly promised: string;
  /** The observation, in words that continue "Stale read: ": nodes, times in seconds, values. No full stop. */
  readonly seen: string;
  /** Indices of the events that show it, the smallest set that was found. */
  readonly operations: readonly number[];
  /** More for the report: text, one item a line. */
  readonly detail?: readonly string[];
  /** An SVG document that shows it. */
  readonly picture?: string;
  /** What was tried to explain the operations, as data. */
  readonly counterexample?: Counterexample;
}

/** Operations that no order explains, and how far the best orders get. Operations are named by the indices
 * of their invocations; states are in words. */
export interface Counterexample {
  /** The last operations before the failure, in order of invocation. */
  readonly operations: readonly number[];
  /** The ones among them that cannot all be explained, regardless of the other operations; may be empty. */
  readonly core: readonly number[];
  /** The longest orders that explain some of them, from each state that the object may have had. */
  readonly attempts: readonly Attempt[];
}

/** An order of some operations that the object allows, and why it cannot be continued. */
export interface Attempt {
  /** The state before the first step. */
  readonly from: string;
  readonly steps: readonly { readonly operation: number; readonly state: string }[];
  /** The operations that would have to come next, and why each cannot. */
  readonly blocked: readonly { readonly operation: number; readonly why: string }[];
}

export type Counts = Readonly<Record<string, number>>;

export type Verdict = Observed &
  (
    | { readonly valid: true }
    | {
        readonly valid: false;
        readonly anomalies: readonly [Anomaly, ...Anomaly[]];
        /** How many anomalies of each type were found, where not all are reported. */
        readonly found?: Counts;
      }
    | { readonly valid: 'unknown'; readonly why: string }
  );

/** A checker's name and what it decided. */
export interface Check {
  readonly name: string;
  readonly verdict: Verdict;
}

/** What a checker looked at. */
export interface Observed {
  readonly counts: Counts;
  /** What was seen beside the claim, and breaks no promise: one sentence each. */
  readonly notes?: readonly string[];
}

/** How much a checker may use before it says unknown. */
export interface Budget {
  readonly timeMs: number;
  readonly memoryMb: number;
  /** Milliseconds used so far, read from outside so that checkers hold no clock. */
  elapsedMs(): number;
}

/** Pure: decides one claim from a history. */
export interface Checker {
  readonly name: string;
  /** Keys are independent: the engine may check shards of them in several workers. */
  readonly perKey: boolean;
  check(history: History, budget: Budget): Verdict;
}
