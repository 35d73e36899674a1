/** What a checker can find besides cycles, as it is reported: the operations, and the part of them that shows it. */
import type { Mop, Op } from './history/event.ts';

/** A read that disagrees with what its own transaction did before. */
export interface InternalRead {
  readonly op: Op;
  readonly mop: Mop;
  /** A list whose first item is `...` ends in the rest; what comes before is not known. */
  readonly expected: unknown;
}

/** A read of something that should not have been there to read. */
export interface BadRead {
  readonly op: Op;
  readonly mop: Mop;
  readonly element: unknown;
  /** Who wrote the element; absent when nobody else did. */
  readonly writer?: Op;
}

/** A committed write on top of an aborted one. */
export interface DirtyUpdate {
  readonly key: unknown;
  /** The versions from the aborted to the committed one. */
  readonly values: readonly unknown[];
  readonly txns: readonly [aborted: Op, between: '...', committed: Op];
}

export interface DuplicateElements {
  readonly op: Op;
  readonly mop: Mop;
  /** Element -> how often the list holds it. */
  readonly duplicates: Readonly<Record<string, number>>;
}

/** Two reads of a key, neither of which is a prefix of the other. */
export interface IncompatibleOrder {
  readonly key: unknown;
  readonly values: readonly [shorter: readonly unknown[], longer: readonly unknown[]];
}

/** Transactions that read the same version of a key and all wrote it afterwards. */
export interface LostUpdate {
  readonly key: unknown;
  readonly value: unknown;
  readonly txns: readonly Op[];
}

/** An order of versions that contradicts itself. */
export interface CyclicVersions {
  readonly key: unknown;
  readonly scc: readonly unknown[];
  /** Where the order was taken from; the last source is the one that closed the cycle, and was dropped. */
  readonly sources: readonly string[];
}
