/** What runs servers, and what can be done to them. */
import type { Clock } from '../clock.ts';
import type { Address, NodeName } from './address.ts';

/** `unknown`: the server serves, but its role cannot be read. `none`: it does not serve. */
export type Role = 'leader' | 'follower' | 'observer' | 'standalone' | 'unknown' | 'none';

/** Faults a target may be able to do. */
export type FaultKind =
  | 'partition'
  | 'partition-quorum-ports'
  | 'partition-client-ports'
  | 'clock'
  | 'kill'
  | 'stop'
  | 'pause'
  | 'power'
  /** What a disk does to the calls of a server that runs. */
  | 'disk'
  /** Damage to the files of a server that is dead. */
  | 'files'
  /** Little processor time for a server that runs. */
  | 'cpu'
  /** Little memory for a server that runs. */
  | 'memory'
  /** Another version of a server. */
  | 'upgrade'
  /** Members that are removed and added while the ensemble runs. */
  | 'membership'
  | Disturbance['kind'];

export type Support =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly why: string;
      /** What the user can do, if that depends on what is missing. */
      readonly remedy?: string;
    };

/** Everyone outside the ensemble, for cuts between clients and a node. */
export type Peer = NodeName | 'clients';

/** For each node, the peers whose packets it drops. */
export type Grudge = ReadonlyMap<NodeName, ReadonlySet<Peer>>;

/** `client`: the port that clients use; `sync`: the port by which a leader's followers and observers reach it;
 * `election`: the port of votes. */
export type Port = 'client' | 'sync' | 'election';

/** `quorum`: the ports that servers use among themselves, sync and election. */
export type Ports = 'all' | 'quorum' | Port;

/** What happens to packets that arrive, before they are received. */
export type Disturbance =
  /** Each is received that much later; mixed: in another order than they came in. */
  | {
      readonly kind: 'slow';
      readonly leastMs: number;
      readonly mostMs: number;
      readonly order: 'kept' | 'mixed';
    }
  | { readonly kind: 'loss'; readonly percent: number }
  /** The percentage of packets that are received twice. */
  | { readonly kind: 'duplicate'; readonly percent: number }
  /** They are received no faster; of a backlog of more than 2 s, what comes last is lost. */
  | { readonly kind: 'rate'; readonly kbPerS: number }
  /** All are received for `upMs`, then none for `downMs`, in turn. */
  | { readonly kind: 'flap'; readonly upMs: number; readonly downMs: number }
  /** None is received until the network is calm again, then all are. */
  | { readonly kind: 'hold' };

export interface Disturbing {
  /** For each node, the peers whose packets are disturbed. */
  readonly grudge: Grudge;
  readonly ports: Ports;
  readonly disturbance: Disturbance;
}

/** Connections from one node to a port of another, opened at once. */
export interface Burst {
  readonly from: NodeName;
  readonly to: NodeName;
  readonly port: Port;
  readonly count: number;
  /** How long an answer is waited for. */
  readonly boundMs: number;
}

export interface Network {
  /** Replaces the current cut on all nodes. */
  cut(grudge: Grudge, ports: Ports, signal: AbortSignal): Promise<void>;
  heal(signal: AbortSignal): Promise<void>;
  /** Whether `from` can reach `to` over TCP on the named port now, a refusal counted as reached: false
   * as soon as either direction is cut. */
  probe(from: NodeName, to: NodeName, port: Port, signal: AbortSignal): Promise<boolean>;
  /** Disturbs packets at all nodes; replaces another disturbance of its kind. */
  disturb(disturbing: Disturbing, signal: AbortSignal): Promise<void>;
  /** Ends the disturbance of a kind; may be repeated. */
  calm(kind: Disturbance['kind'], signal: AbortSignal): Promise<void>;
  /** Milliseconds that each connection took to be opened or refused; undefined: it had no answer in time. */
  connectMs(burst: Burst, signal: AbortSignal): Promise<readonly (number | undefined)[]>;
  /** TCP segments that a node's kernel found to have been received before, since it booted. */
  duplicates(node: NodeName, signal: AbortSignal): Promise<number>;
  /** Returns how many packets the active cut has dropped at a node so far. */
  dropped(node: NodeName, signal: AbortSignal): Promise<number>;
}

/** A node's clock, as its server sees it. */
export interface NodeClock {
  /** From now on the wall clock runs `offsetMs` off the true one, and `rate` times as fast. */
  set(
    skew: { readonly offsetMs: number; readonly rate: number },
    signal: AbortSignal,
  ): Promise<void>;
  /** Milliseconds the node's wall clock is off the controller's, as a process on the node reads it. */
  offsetMs(signal: AbortSignal): Promise<number>;
  reset(signal: AbortSignal): Promise<void>;
}

export type ProcessState = 'running' | 'paused' | 'dead';

/** What a disk does to the calls of a server from now on. */
export type DiskTrouble =
  /** Writes and new files are refused (ENOSPC). */
  | { readonly kind: 'full' }
  /** One call in `oneIn` fails: it is refused with EIO or, for a `short` write, writes half. */
  | { readonly kind: 'error'; readonly of: 'write' | 'sync' | 'short'; readonly oneIn: number }
  /** An fsync takes that much longer. */
  | { readonly kind: 'slow'; readonly delayMs: number };

/** A moment of a server that writes. */
export type DiskMoment =
  /** Its `count`-th fsync from now is about to be done. */
  | { readonly kind: 'fsync'; readonly count: number }
  /** A file of that name has been put in place, by a rename. */
  | { readonly kind: 'file'; readonly name: string };

/** Which file is damaged: the newest of its kind. */
export type DiskFile = 'log' | 'snapshot' | 'epoch';

/** Damage to the files of a server. */
export type Damage =
  /** A bit is changed, or what follows is cut off, `share` of the way through the part that is in use. */
  | { readonly kind: 'flip' | 'cut'; readonly file: DiskFile; readonly share: number }
  /** Every file is removed except the one with the server's number. */
  | { readonly kind: 'wipe' }
  /** The copy that `keep` made takes their place. */
  | { readonly kind: 'restore' };

/** The disk of a node. */
export interface NodeDisk {
  /** Replaces the trouble before. Needs `supports('disk')`. */
  trouble(trouble: DiskTrouble, signal: AbortSignal): Promise<void>;
  /** Ends the trouble. */
  recover(signal: AbortSignal): Promise<void>;
  /** Calls that the trouble did something to, since it began. */
  suffered(signal: AbortSignal): Promise<number>;
  /** The server is killed at that moment; undefined: at none. Needs `supports('disk')`. */
  killAt(moment: DiskMoment | undefined, signal: AbortSignal): Promise<void>;
  /** Returns what was done. The server must be dead. */
  damage(damage: Damage, signal: AbortSignal): Promise<string>;
  /** Keeps a copy of the files, of a server that may run. */
  keep(signal: AbortSignal): Promise<void>;
}

/** The processor time of a node's server. */
export interface NodeCpu {
  /** From now on the server gets no more than that of one core, and is asked questions until it has to wait for more. */
  limit(cores: number, signal: AbortSignal): Promise<void>;
  /** Ends the limit; may be repeated. */
  free(signal: AbortSignal): Promise<void>;
  /** Milliseconds that the kernel has kept its threads waiting for a limit, since it started; 0 where it is dead. */
  throttledMs(signal: AbortSignal): Promise<number>;
}

/** The memory of a node's server. */
export interface NodeMemory {
  /** From now on the server gets no more than that beyond what the kernel cannot take back from it, and is sent requests
   * that need memory until it lacks some. */
  squeeze(spareBytes: number, signal: AbortSignal): Promise<void>;
  /** Ends the limit; may be repeated. */
  free(signal: AbortSignal): Promise<void>;
  /** How often the server has waited for a page since then that was not in memory, by the kernel's count; of a dead
   * one, 1 where the kernel has killed it for the limit. 0 while there is none. */
  pressed(signal: AbortSignal): Promise<number>;
}

/** The version of a node's server. */
export interface NodeVersion {
  /** From its next start on the server has this version; undefined: the one that it began with. */
  use(version: string | undefined, signal: AbortSignal): Promise<void>;
  /** The version that the server itself names; undefined where it does not answer. */
  said(signal: AbortSignal): Promise<string | undefined>;
}

/** What a disk lost with the power. */
export interface PowerLoss {
  /** Bytes of files that no fsync covered, where files are bytes. */
  readonly bytes?: number;
  /** New, renamed and removed files that no fsync covered, where there are files. */
  readonly entries?: number;
  /** Transactions of the log, in a model. */
  readonly transactions?: number;
}

/** One server. All calls may be repeated; each resolves when its effect was requested, not verified. */
export interface EnsembleNode {
  readonly name: NodeName;
  readonly address: Address;
  readonly clock: NodeClock;
  start(signal: AbortSignal): Promise<void>;
  /** SIGTERM: the process ends in its own way, also where it is paused; its disk stays. */
  stop(signal: AbortSignal): Promise<void>;
  /** SIGKILL: the process is gone, its disk stays. */
  kill(signal: AbortSignal): Promise<void>;
  /** Cuts the machine's power: the process is killed, and everything on its disk that no fsync covers is
   * lost. Absent if `supports('power')` gives a reason. */
  losePower?(signal: AbortSignal): Promise<PowerLoss>;
  /** Absent where `supports('disk')` and `supports('files')` say why. */
  readonly disk?: NodeDisk;
  /** Absent where `supports('cpu')` says why. */
  readonly cpu?: NodeCpu;
  /** Absent where `supports('memory')` says why. */
  readonly memory?: NodeMemory;
  /** Absent where `supports('upgrade')` says why. */
  readonly version?: NodeVersion;
  pause(signal: AbortSignal): Promise<void>;
  resume(signal: AbortSignal): Promise<void>;
  /** What the operating system says of the server's process. */
  state(signal: AbortSignal): Promise<ProcessState>;
  /** `none`: it does not answer, or says that it does not serve. */
  role(signal: AbortSignal): Promise<Role>;
  /** The last transaction that its server has applied; undefined where it does not answer. */
  lastZxid(signal: AbortSignal): Promise<bigint | undefined>;
  /** The epochs that its disk holds, `currentEpoch` and `acceptedEpoch`, as texts by name; empty where they
   * cannot be read now. Absent: the target cannot read them. */
  files?(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** The members of the ensemble that its server names; empty where it does not answer. Absent: the target cannot
   * ask it. */
  members?(signal: AbortSignal): Promise<readonly NodeName[]>;
  /** The last lines of what its server said. Absent: the target cannot read them while it runs. */
  logTail?(lines: number, signal: AbortSignal): Promise<string>;
}

/** A running group of servers. */
export interface Ensemble {
  readonly nodes: readonly EnsembleNode[];
  readonly network: Network;
  /** Versions, image digests, session limits: stored with the results. */
  readonly facts: Readonly<Record<string, string>>;
  /** Roles of all nodes, asked at the same time. */
  roles(signal: AbortSignal): Promise<ReadonlyMap<NodeName, Role>>;
  /** Resolves when every node serves and one of them leads. */
  whenServing(signal: AbortSignal): Promise<void>;
  supports(fault: FaultKind): Support;
  /** Copies server logs and configuration to `<folder>/<node>/`. */
  collect(folder: string, signal: AbortSignal): Promise<void>;
  /** Removes everything the target made. */
  remove(signal: AbortSignal): Promise<void>;
}

/** What a target needs to start an ensemble. */
export interface EnsembleSpec {
  readonly runId: string;
  /** A version we ship (`3.9.6`), another release, an archive of one, or an image. */
  readonly server: string;
  readonly voters: number;
  readonly observers: number;
  /** Its members are to change while it runs, by the super user. Default: no. */
  readonly reconfigurable?: boolean;
  /** Lines `key=value` for the configuration of every server. Default: none. */
  readonly config?: readonly string[];
  /** Faults that the run may inject, for which a target may have to prepare. Default: none. */
  readonly faults?: readonly FaultKind[];
}

/** What became of the things that dead runs left behind. */
export interface Cleaned {
  /** `network zoobreak-1a2b` */
  readonly removed: readonly string[];
  /** Each thing that could not be removed, and why. */
  readonly left: readonly string[];
}

/** Somewhere ensembles run. */
export interface Target {
  readonly name: string;
  /** What everybody who works with its ensembles must wait by; absent where that is the machine's own time. */
  readonly clock?: Clock;
  /** Whether it can be used here, for this server, whose image is fetched where there is none; asked
   * before anything is started. */
  available(signal: AbortSignal, server?: string): Promise<Support>;
  /** Answers from what `available` saw. */
  supports(fault: FaultKind): Support;
  start(spec: EnsembleSpec, signal: AbortSignal): Promise<Ensemble>;
  /** Removes what dead runs left behind, all of it that can be removed. */
  clean(signal: AbortSignal): Promise<Cleaned>;
}
