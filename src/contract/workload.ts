/** A claim, and the means to test it. */
import type { Invocation } from '../history/event.ts';
import type { Random } from '../random.ts';
import type { Checker } from './checker.ts';
import type { Client, ClientPlace } from './client.ts';
import type { Generator } from './generator.ts';

export type ReadStrength = 'local' | 'sync' | 'quorum';

/** What a workload may know of the ensemble that it meets. */
export interface EnsembleShape {
  readonly target: string;
  /** A version that ships (`3.9.6`), another release, an archive of one, or an image, as the plan has it. */
  readonly server: string;
  /** Voters come first: `n1` to `nV`, then the observers. */
  readonly voters: number;
  readonly observers: number;
  /** Features that the target lacks, regardless of its server. Default: none. */
  readonly lacks?: readonly Skipped[];
  /** The target models a server that has every feature but these: `server` is no version. Default: no. */
  readonly isModel?: boolean;
}

/** A feature that a run does without, because the server lacks it. */
export interface Skipped {
  readonly name: string;
  readonly why: string;
}

/** The part of a test plan that a workload may depend on. */
export interface WorkloadOptions {
  readonly reads: ReadStrength;
  /** Number of independent objects in use at a time. */
  readonly keys: number;
  /** Number of client threads. */
  readonly concurrency: number;
  readonly ensemble: EnsembleShape;
  /** Besides, that nobody acts on a lease that it has lost. Absent: nothing is claimed of that. */
  readonly fencing?: 'claimed';
  /** Creates whose reply is lost are tried again, and not looked for by their unique id. */
  readonly naive?: boolean;
  readonly random: Random;
}

/** One claim about ZooKeeper, and the means to test it. */
export interface Workload<I extends Invocation = Invocation> {
  readonly name: string;
  /** What is promised at these options, in ZooKeeper's terms. */
  readonly claim: string;
  /** Where the promise comes from: a paper, a page of the documentation, a ticket. */
  readonly source: string;
  /** False: ZooKeeper does not promise it, so that a violation is no defect of the server. Default: promised. */
  readonly promised?: false;
  /** Prepares the ensemble before the first operation. */
  setup?(place: ClientPlace, signal: AbortSignal): Promise<void>;
  /** Does not wait for a connection: the first operation does. */
  open(place: ClientPlace): Client<I>;
  readonly generator: Generator<I>;
  /** Run once the ensemble is healed and serves. */
  readonly finalGenerator?: Generator<I>;
  readonly checkers: readonly [Checker, ...Checker[]];
  /** It changes the members of the ensemble. Default: no. */
  readonly reconfigures?: boolean;
  /** What is not tested here, and said so in the report. Default: nothing is left out. */
  readonly skipped?: readonly Skipped[];
}
