/** What one run is asked to do: plain data, stored as the `plan` of test.json. */
import type { ReadStrength, WorkloadOptions } from '../contract.ts';
import type { Random } from '../random.ts';

/** A JSON value; a run with the same plan and the same versions makes the same choices. */
export interface TestPlan {
  /** A name of the registry of workloads. */
  readonly workload: string;
  /** Names of the registry of nemeses; `none` or an empty list breaks nothing. */
  readonly nemeses: readonly string[];
  /** `docker`, `ssh`, `sim`. */
  readonly target: string;
  /** A version that ships (`3.9.6`), or an image with its tag. */
  readonly server: string;
  /** Voting servers. */
  readonly nodes: number;
  readonly observers: number;
  /** Client threads. */
  readonly concurrency: number;
  /** Operations a second over all clients; 0 is as fast as they go. */
  readonly rate: number;
  /** How long the load lasts. */
  readonly timeLimitMs: number;
  /** Mean time between two operations of one nemesis. */
  readonly nemesisIntervalMs: number;
  /** Independent objects in use at a time. */
  readonly keys: number;
  readonly reads: ReadStrength;
  /** `pinned`: a process talks to one node; `roaming`: to any that answers. */
  readonly clients: 'pinned' | 'roaming';
  readonly sessionTimeoutMs: number;
  /** How long a client may take for one operation. */
  readonly operationTimeoutMs: number;
  /** That nobody acts on a lease that it has lost. */
  readonly fencing?: 'claimed';
  /** Recipes without the unique id of a well-built client. */
  readonly naive?: true;
  /** Where the machines of the ssh target are, and how they are reached. */
  readonly ssh?: SshPlan;
  /** A bug planted in the model ensemble of the sim. */
  readonly bug?: string;
  /** Of every random choice. */
  readonly seed: number;
  /** Leaves the ensemble up at the end. */
  readonly leaveRunning: boolean;
}

/** As the flags of the same names. */
export interface SshPlan {
  readonly nodesFile: string;
  readonly username?: string;
  readonly sshPrivateKey?: string;
  readonly sshPort?: number;
  readonly knownHosts?: string;
  readonly sudo: boolean;
}

/** What a workload may know of a plan; `random` is all that it leaves to chance. */
export function workloadOptionsOf(plan: TestPlan, random: Random): WorkloadOptions {
  const { reads, keys, concurrency, target, server, nodes: voters, observers } = plan;
  const { fencing, naive } = plan;
  return {
    ...{ reads, keys, concurrency, ensemble: { target, server, voters, observers }, random },
    ...(fencing !== undefined && { fencing }),
    ...(naive !== undefined && { naive }),
  };
}
