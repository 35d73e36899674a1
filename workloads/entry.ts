/** What a workload is listed by. */
import type { ReadStrength, Workload, WorkloadOptions } from '../src/contract.ts';

export interface WorkloadEntry {
  readonly name: string;
  /** One sentence for users. */
  readonly doc: string;
  /** What is claimed at each strength of reads. */
  readonly claims: Readonly<Record<ReadStrength, Claim>>;
  /** The options of its own kind that it knows. Default: none. */
  readonly takes?: readonly WorkloadOption[];
  /** It says nothing of an ensemble without observers. Default: no. */
  readonly needsObservers?: boolean;
  create(options: WorkloadOptions): Workload;
}

/** `fencing`: somebody holds something, and may lose it unawares; `naive`: it settles lost creates by a
 *  unique id, and can do without. */
export type WorkloadOption = 'fencing' | 'naive';

export interface Claim {
  /** What is promised, in ZooKeeper's terms, and where the promise is known to end. */
  readonly claim: string;
  /** Where the promise comes from. */
  readonly source: string;
}
