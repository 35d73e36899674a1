/** The types that workloads, nemeses, checkers and targets are written against. No code. */
import type { Clock } from './clock.ts';
import type { Event, Invocation, OperationError, Process } from './history/event.ts';
import type { History } from './history/history.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';

/** The name of one server of an ensemble: `n1`, `n2`, ... */
export type NodeName = string & { readonly __brand: 'NodeName' };
/** ZooKeeper's transaction id: epoch in the high 32 bits, counter in the low. */
export type Zxid = bigint & { readonly __brand: 'Zxid' };

/** A process that is free to take an operation, and the node it is pinned to. */
export interface Worker {
  readonly process: Process;
  readonly thread: number | 'nemesis';
}

/** What a generator may know: the time and who is free. */
export interface GeneratorContext {
  /** Nanoseconds since the run's origin. */
  readonly timeNs: number;
  /** Workers that may take an operation now. */
  readonly free: readonly Worker[];
  /** All workers, free or busy. */
  readonly all: readonly Worker[];
}

/** An operation to be invoked by `process`, not before `timeNs`. */
export interface Scheduled<I extends Invocation> {
  readonly invocation: I;
  readonly process: Process;
  readonly timeNs: number;
}

/** `pending`: nothing now, ask again after the next event; `done`: nothing ever again. */
export type Next<I extends Invocation> =
  | { readonly kind: 'op'; readonly op: Scheduled<I>; readonly then: Generator<I> }
  | { readonly kind: 'pending'; readonly then: Generator<I> }
  | { readonly kind: 'done' };

/** A pure value that says what to do next. Neither call changes the generator it is called on. */
export interface Generator<I extends Invocation = Invocation> {
  next(context: GeneratorContext): Next<I>;
  /** The generator after an event (an invocation or a completion) of any process. */
  update(context: GeneratorContext, event: Event): Generator<I>;
}

/** What a client says became of an operation. A lost reply leaves a write `info`, a read `fail`. */
export type Outcome = OutcomeFacts &
  (
    | { readonly type: 'ok'; readonly value: unknown }
    | {
        readonly type: 'fail' | 'info';
        readonly error: OperationError;
        /** What it may have done, where the invocation does not say. Default: the invocation's value. */
        readonly value?: unknown;
      }
  );

export interface OutcomeFacts {
  readonly zxid?: bigint;
  readonly session?: bigint;
  readonly node?: string;
}

/** Applies operations of one process, one at a time. It never retries a write by itself. */
export interface Client<I extends Invocation = Invocation> {
  /** Resolves with the outcome, also when the signal aborts (the operation's deadline); throws only for a
   * programmer's error. The signal may serve later operations too: what listens to it must stop listening. */
  invoke(invocation: I, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}

/** A stream of bytes to a server: TCP, TLS or memory. */
export interface Connection {
  write(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, with the cause where the connection broke. */
  onClose(listener: (cause?: Error) => void): void;
  close(): void;
}

/** Where a node's clients connect. */
export type Address =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'memory'; connect(signal: AbortSignal): Promise<Connection> };

export interface ServerAddress {
  readonly node: NodeName;
  readonly address: Address;
}

/** `connecting`: no server, operations wait; `read-only`: a server without a quorum; the last two are for good. */
export type SessionState = 'connecting' | 'connected' | 'read-only' | 'expired' | 'closed';

/** A session that a client has opened, as faults of clients reach it. */
export interface ClientSession {
  /** 0 before the first connection. */
  readonly id: bigint;
  readonly state: SessionState;
  /** The server it is connected to. */
  readonly node: NodeName | undefined;
  /** Milliseconds, as negotiated; what was asked for, before that. */
  readonly timeoutMs: number;
  /** Drops the connection and goes on with the same session at this server, also where it is none of
   *  those that it was given, or at the next of them. */
  move(to?: ServerAddress): void;
}

/** Stands between a client and its surroundings, so that faults can strike the client alone. */
export interface ClientGate {
  /** Told of each session that the client opens. */
  opened(session: ClientSession): void;
  /** What `dial` resolves to, or its rejection, when and as the client is let see it. */
  connect(dial: () => Promise<Connection>): Promise<Connection>;
}

/** What a workload opens a client with. */
export interface ClientPlace {
  readonly process: number;
  /** Servers to use, in the order to try them: one when pinned, all when roaming. */
  readonly servers: readonly ServerAddress[];
  /** Every server of the ensemble, the process's own first: for what must be asked of each. */
  readonly everyServer: readonly ServerAddress[];
  readonly sessionTimeoutMs: number;
  readonly operationTimeoutMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What its sessions pass through. Absent: nothing. */
  readonly gate?: ClientGate;
}

/** A broken promise: what was promised, what was seen, and the operations that show it. */
export interface Anomaly {
  /** A term of the field: `nonlinearizable`, `stale-read`, `lost-write`, ... */
  readonly type: string;
  readonly promised: string;
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
  /** Of these, those that cannot all be explained, whatever the others did; may be empty. */
  readonly core: readonly number[];
  /** The longest orders that explain some of them, from each state that the object may have had. */
  readonly attempts: readonly Attempt[];
}

/** An order of some operations that the object allows, and why it does not go on. */
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
    | { readonly valid: false; readonly anomalies: readonly [Anomaly, ...Anomaly[]] }
    | { readonly valid: 'unknown'; readonly why: string }
  );

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

export type ReadStrength = 'local' | 'sync' | 'quorum';

/** What a workload may know of the ensemble that it meets. */
export interface EnsembleShape {
  readonly target: string;
  /** A version that ships (`3.9.6`) or an image, as the plan has it. */
  readonly server: string;
  /** Voters come first: `n1` to `nV`, then the observers. */
  readonly voters: number;
  readonly observers: number;
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

/** What was done, and what was seen when it was verified. The completion's value. */
export interface FaultReport {
  /** False: the fault (or its healing) could not be shown to have taken effect. */
  readonly verified: boolean;
  readonly did: unknown;
  readonly seen: unknown;
}

/** The clients of one thread, one after the other, as a nemesis reaches them. All may be repeated. */
export interface ClientControl {
  readonly thread: number;
  /** The session that was opened last. */
  session(): ClientSession | undefined;
  /** Freezes the thread: it begins no operation, nothing leaves it or reaches it, no timer of it fires,
   *  and it knows nothing of that. Resolves when it is frozen: at once, also within an operation, or
   *  when it is `at rest`, which is as soon as the operation that it has in hand is over. */
  pause(moment: 'at once' | 'at rest'): Promise<void>;
  /** What came meanwhile reaches it now, in its order. */
  resume(): void;
  /** Breaks its connections; none is made until it is restored. */
  cut(): void;
  restore(): void;
}

/** What a nemesis acts on. */
export interface NemesisOptions {
  readonly ensemble: Ensemble;
  /** By threads, from 0. */
  readonly clients: readonly ClientControl[];
  readonly intervalMs: number;
  readonly random: Random;
  readonly clock: Clock;
  readonly log: Log;
}

/** A family of faults. */
export interface Nemesis {
  readonly name: string;
  /** The operations it answers: the last one heals, those before it break. No other nemesis has them. */
  readonly fs: readonly string[];
  readonly generator: Generator;
  readonly finalGenerator: Generator;
  invoke(invocation: Invocation, signal: AbortSignal): Promise<FaultReport>;
  /** Heals everything it may have broken; safe to call at any time, any number of times. */
  teardown(signal: AbortSignal): Promise<void>;
}

export type Role = 'leader' | 'follower' | 'observer' | 'standalone' | 'none';

/** Faults a target may be able to do. */
export type FaultKind =
  | 'partition'
  | 'partition-quorum-ports'
  | 'partition-client-ports'
  | 'clock'
  | 'kill'
  | 'pause'
  | 'power';

export type Support = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** Everyone outside the ensemble, for cuts between clients and a node. */
export type Peer = NodeName | 'clients';

/** For each node, the peers whose packets it drops. */
export type Grudge = ReadonlyMap<NodeName, ReadonlySet<Peer>>;

/** `quorum`: the ports servers use among themselves; `client`: the port clients use. */
export type Ports = 'all' | 'quorum' | 'client';

export interface Network {
  /** Replaces whatever is cut now, on all nodes. */
  cut(grudge: Grudge, ports: Ports, signal: AbortSignal): Promise<void>;
  heal(signal: AbortSignal): Promise<void>;
  /** Whether `from` can reach `to` over TCP on the named port now, a refusal counted as reached: false
   *  as soon as either direction is cut. */
  probe(
    from: NodeName,
    to: NodeName,
    port: 'quorum' | 'client',
    signal: AbortSignal,
  ): Promise<boolean>;
  /** Packets dropped so far at a node by the cut in force. */
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

/** One server. All calls may be repeated; each resolves when its effect was asked for, not verified. */
export interface EnsembleNode {
  readonly name: NodeName;
  readonly address: Address;
  readonly clock: NodeClock;
  start(signal: AbortSignal): Promise<void>;
  /** SIGKILL: the process is gone, its disk stays. */
  kill(signal: AbortSignal): Promise<void>;
  /** The machine loses its power: the process is gone, and of its disk whatever no fsync covers. Absent
   *  where `supports('power')` says why. */
  losePower?(signal: AbortSignal): Promise<void>;
  pause(signal: AbortSignal): Promise<void>;
  resume(signal: AbortSignal): Promise<void>;
  /** What the operating system says of the server's process. */
  state(signal: AbortSignal): Promise<ProcessState>;
  /** `none`: it does not answer, or says that it does not serve. */
  role(signal: AbortSignal): Promise<Role>;
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
  /** A version we ship (`3.9.6`) or an image. */
  readonly server: string;
  readonly voters: number;
  readonly observers: number;
  /** Its members are to change while it runs, by the super user. Default: no. */
  readonly reconfigurable?: boolean;
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
  /** Removes what dead runs left behind; says what. */
  clean(signal: AbortSignal): Promise<readonly string[]>;
}
