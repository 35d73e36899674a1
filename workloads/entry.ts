/** The entry of a workload in lists. */
import type { ReadStrength, Workload, WorkloadOptions } from '../src/contract.ts';
import type { Feature } from './features.ts';

export interface WorkloadEntry {
  readonly name: string;
  /** One sentence for users. */
  readonly doc: string;
  /** What is claimed at each strength of reads. */
  readonly claims: Readonly<Record<ReadStrength, Claim>>;
  /** Keys of run options that only workloads listing them take: `create` receives them under these names, as
   * in the plan. Default: none. */
  readonly takes?: readonly string[];
  /** The lowest values of options with which the workload can show anything. Default: none. */
  readonly atLeast?: Readonly<Record<string, number>>;
  /** Features of the ensemble without which the workload shows nothing. Default: none. */
  readonly requires?: readonly Feature[];
  create(options: WorkloadOptions): Workload;
}

export interface Claim {
  /** What is promised, in ZooKeeper's terms, and the known limit of the promise. */
  readonly claim: string;
  /** Where the promise comes from. */
  readonly source: string;
  /** False: ZooKeeper does not promise it, so that a violation is no defect of the server. Default: promised. */
  readonly promised?: false;
}
