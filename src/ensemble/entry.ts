/** The entry of a target: everything that others may know about it without opening it. */
import type { Clock } from '../clock.ts';
import type { FaultKind, Skipped, Target } from '../contract.ts';
import type { Log } from '../log.ts';
import type { ProfileEntry } from './profile-entry.ts';

export interface TargetEntry {
  readonly name: string;
  /** One sentence for users. */
  readonly doc: string;
  /** What to do where the target is not available. */
  readonly remedy: string;
  readonly servers: Servers;
  /** Keys of the options of a run that only targets which list them take. Default: none. */
  readonly takes?: readonly string[];
  /** Keys among `takes` without which nothing can be opened. Default: none. */
  readonly needs?: readonly string[];
  /** Runs on a virtual clock in this process: the same plan gives the same history, so that a run can be
   * replayed and shrunk, and many fit into worker threads. Default: no. */
  readonly virtualClock?: boolean;
  /** Runs a model of ZooKeeper, and so shows nothing about ZooKeeper itself. Default: no. */
  readonly isModel?: boolean;
  /** Features that no ensemble of this target has, with any server. Default: none. */
  readonly lacks?: readonly Skipped[];
  /** Faults that no ensemble of this target can suffer. Default: none. */
  readonly cannot?: readonly FaultKind[];
  /** Means that one ensemble needs of this machine. Absent: one ensemble at a time. */
  footprint?(nodes: number): Footprint;
  /** Machines that the options name; absent where the target makes its own.
   * @throws {RangeError} where they cannot be read. */
  hosts?(options: Readonly<Record<string, unknown>>): Hosts | undefined;
  /** Examines each machine. @throws {RangeError} where the options or the server are wrong. */
  examine?(options: TargetOptions, server: string, signal: AbortSignal): Promise<Examination>;
  /** Makes ready on this machine what ensembles need, as `npm start` does; `say` receives lines for people.
   * Rejects with what is missing. Absent: nothing is needed. */
  provision?(say: (line: string) => void): Promise<void>;
  /** Loads the target's implementation. */
  open(options: TargetOptions): Promise<Target>;
}

/** Servers that can be named with `--server`. */
export interface Servers {
  readonly default: string;
  readonly names: readonly string[];
  /** Completes "one of ..., or". */
  readonly others: string;
  isOther(server: string): boolean;
  /** Looks which are here, and how others can be had. Absent: what is named above is all there is. */
  atHand?(signal: AbortSignal): Promise<readonly AtHand[]>;
}

/** A server, or several, as it can be named, and how it is had. */
export interface AtHand {
  readonly name: string;
  readonly how: string;
}

interface Footprint {
  readonly memoryMb: number;
  readonly cores: number;
}

interface Hosts {
  readonly count: number;
  /** The file that names them. */
  readonly origin: string;
}

export interface Examination {
  /** Whether a run can start. */
  readonly ok: boolean;
  /** For people; ends with a newline. */
  readonly table: string;
}

/** Besides these, what the options that the target takes add to a plan. */
export interface TargetOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Seed for everything that the target itself leaves to chance. */
  readonly seed: number;
  /** Profiles of servers that the options may name. Default: none. */
  readonly profiles?: readonly ProfileEntry[];
}
