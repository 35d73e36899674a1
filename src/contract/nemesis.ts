/** What breaks things, and heals them. */
import type { Clock } from '../clock.ts';
import type { Invocation } from '../history/event.ts';
import type { FaultOperation, FaultScope } from '../history/fault-stamp.ts';
import type { Log } from '../log.ts';
import type { Random } from '../random.ts';
import type { NodeName } from './address.ts';
import type { ClientPlace, ClientSession } from './client.ts';
import type { Ensemble } from './ensemble.ts';
import type { Generator } from './generator.ts';

export type { Affected, FaultOperation, FaultScope } from '../history/fault-stamp.ts';

/** What was done, and what verification observed. The completion's value, except for `on`. */
export interface FaultReport {
  /** False: the fault (or its healing) could not be shown to have taken effect. */
  readonly verified: boolean;
  readonly did: unknown;
  /** For a fault of servers {node: ProcessState}, by which checkers learn that a node is down. */
  readonly seen: unknown;
  /** The nodes or client threads that it acted on, stored with the declaration of the fault. Absent: perhaps all. */
  readonly on?: FaultScope;
}

/** The clients of one thread, one after the other, as a nemesis reaches them. All may be repeated. */
export interface ClientControl {
  readonly thread: number;
  /** The session that was opened last. */
  session(): ClientSession | undefined;
  /** Freezes the thread: it begins no operation, nothing leaves it or reaches it, no timer of it fires,
   * and it knows nothing of that. Resolves when it is frozen: at once, also within an operation, or
   * when it is `at rest`, which is as soon as the operation that it has in hand is over. */
  pause(moment: 'at once' | 'at rest'): Promise<void>;
  /** What came meanwhile reaches it now, in its order. */
  resume(): void;
  /** Begins no operation until it wakes, while its session stays alive. Resolves when the operation in hand is over. */
  idle(): Promise<void>;
  wake(): void;
  /** Breaks its connections; none is made until it is restored. */
  cut(): void;
  restore(): void;
}

/** A parameter of a nemesis, as `--nemesis NAME:key=value` sets it. */
export type Parameter = WordParameter | RangeParameter;

/** Chooses one of some words. A word may also stand alone, without its key. */
export interface WordParameter {
  readonly kind: 'word';
  readonly name: string;
  /** A phrase for users. */
  readonly doc: string;
  readonly words: readonly string[];
  /** Whether it may name nodes instead, one each time that the key is given. */
  readonly nodes?: true;
  /** Words by which a majority of the voters may be struck: refused where one is to survive. */
  readonly costsMajority?: readonly string[];
}

/** Chooses a quantity between two bounds: `50..200`, or `50`. */
export interface RangeParameter {
  readonly kind: 'range';
  readonly name: string;
  readonly doc: string;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/** The parameters that were given, by name: valid by their declaration. */
export type Aim = ReadonlyMap<string, AimValue>;
/** One word, names of nodes, or a range's two bounds. */
export type AimValue = readonly string[] | { readonly least: number; readonly most: number };

/** What the value of a strike may be. */
export type ValueShape =
  | { readonly kind: 'none' | 'text' | 'node' | 'peer' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'list' | 'by node'; readonly of: ValueShape }
  | { readonly kind: 'fields'; readonly fields: ValueFields; readonly optional?: ValueFields }
  /** The word at `key` says which other fields there are. */
  | {
      readonly kind: 'cases';
      readonly key: string;
      readonly cases: Readonly<Record<string, ValueFields>>;
    };

export type ValueFields = Readonly<Record<string, ValueShape>>;

/** The members of the ensemble, as its super user changes them by reconfigurations while it runs. */
export interface Members {
  /** Returns why it was not done; undefined: a server acknowledged it. */
  remove(node: NodeName, signal: AbortSignal): Promise<string | undefined>;
  /** Adds a member that was removed, as it was; one that is there already stays. Returns why it was not done. */
  restore(node: NodeName, signal: AbortSignal): Promise<string | undefined>;
}

/** A member that is looked for, or leaves, by its number, or the line of one that joins. */
export type MemberChange =
  | { readonly kind: 'look' | 'leave'; readonly id: number }
  | { readonly kind: 'join'; readonly line: string };

/** The line of the member that was looked for, or why the change was not made. */
export type MemberAnswer = { readonly line: string } | { readonly why: string };

export type ChangeMembers = (
  place: ClientPlace,
  change: MemberChange,
  signal: AbortSignal,
) => Promise<MemberAnswer>;

/** What a nemesis acts on. */
export interface NemesisOptions {
  /** Absent: nothing was given. */
  readonly aim?: Aim;
  readonly ensemble: Ensemble;
  /** Absent where no fault of the run changes them. */
  readonly members?: Members;
  /** The client threads, by number from 0. */
  readonly clients: readonly ClientControl[];
  readonly intervalMs: number;
  /** The most nodes that its faults may strike at once, so that a majority survives. Absent: all. */
  readonly atMost?: number;
  readonly random: Random;
  readonly clock: Clock;
  readonly log: Log;
}

/** A family of faults. */
export interface Nemesis {
  readonly name: string;
  /** Its faults. It answers their strikes and heals, which no other nemesis of the run does. */
  readonly operations: readonly FaultOperation[];
  /** What the values of its strikes may be, by f. A schedule with another value is refused before the run. Absent: no
   * value is refused. */
  readonly values?: ValueFields;
  readonly generator: Generator;
  readonly finalGenerator: Generator;
  invoke(invocation: Invocation, signal: AbortSignal): Promise<FaultReport>;
  /** Heals everything it may have broken; safe to call at any time, any number of times. */
  teardown(signal: AbortSignal): Promise<void>;
}
