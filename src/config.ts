/** What a zoobreak.config.ts may say: the flags of `zoobreak run`, in camel case, and a matrix. */
import type { ReadStrength } from './contract.ts';

export interface Config {
  readonly workload?: string;
  /** Families of faults, applied side by side. */
  readonly nemesis?: readonly string[];
  readonly target?: string;
  /** A version that ships with zoobreak (`3.9.6`), or an image with its tag. */
  readonly server?: string;
  /** Voting servers. */
  readonly nodes?: number;
  readonly observers?: number;
  /** Client threads: a number, or so many a node (`2n`). */
  readonly concurrency?: number | string;
  /** Operations a second over all clients; 0 is as fast as they go. */
  readonly rate?: number;
  /** Seconds of load. */
  readonly timeLimit?: number;
  /** Mean seconds between two acts of a nemesis. */
  readonly nemesisInterval?: number;
  /** Independent objects in use at a time. */
  readonly keys?: number;
  readonly reads?: ReadStrength;
  readonly clients?: 'pinned' | 'roaming';
  /** `claimed`: besides, that nobody acts on a lock or a lead that it has lost. */
  readonly fencing?: 'none' | 'claimed';
  /** Recipes without the unique id by which a create whose reply was lost is found again. */
  readonly naive?: boolean;
  /** For `target: 'ssh'`: a file that names one machine a line. */
  readonly nodesFile?: string;
  /** Who logs in; default: as ~/.ssh/config says. */
  readonly username?: string;
  /** A file; default: the ssh agent's keys and those of ~/.ssh. */
  readonly sshPrivateKey?: string;
  readonly sshPort?: number;
  /** A file; default: as ~/.ssh/config says. */
  readonly knownHosts?: string;
  /** Whether the packet filter needs sudo. */
  readonly sudo?: boolean;
  /** A bug to plant in the sim; `zoobreak list bugs` shows them. */
  readonly bug?: string;
  readonly seed?: number;
  /** Runs, one after the other, each with the next seed. */
  readonly testCount?: number;
  readonly leaveDbRunning?: boolean;
  /** `list`, `json`, `junit`, `markdown`, `github`, `html`, or the path of a module of your own. */
  readonly reporter?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** What `zoobreak matrix` crosses; what is absent is the one value that `zoobreak run` would take. */
export interface MatrixConfig {
  readonly workloads?: readonly string[];
  /** Each a combination: `partition+kill` applies both side by side. */
  readonly nemeses?: readonly string[];
  readonly servers?: readonly string[];
  readonly seeds?: readonly number[];
}

/** The whole of a zoobreak.config.ts. */
export interface ConfigFile extends Config {
  readonly matrix?: MatrixConfig;
}

/** Types a configuration file; returns what it was given. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config;
}
