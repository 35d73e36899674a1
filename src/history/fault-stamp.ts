/** What a nemesis declares of its faults, and what a run therefore writes into the history beside each
 * completion of a nemesis. A checker reads faults from there, so it needs no list of nemeses. */
import { HistoryError } from './history-error.ts';

/** The parts of a system that a fault can disturb. */
export const AFFECTED = ['servers', 'network', 'clocks', 'disks', 'clients', 'membership'] as const;
export type Affected = (typeof AFFECTED)[number];

/** Whether a majority of the voters can work together while a fault is active. */
export const QUORUM = ['survives', 'may be lost'] as const;
export type Quorum = (typeof QUORUM)[number];

/** One kind of fault of a nemesis. */
export interface FaultOperation {
  /** The f of the operation that starts the fault. */
  readonly strike: string;
  /** The f of the operation that ends it, together with every other active fault that names it. Absent for a
   * fault that is over when its strike returns. */
  readonly heal?: string;
  readonly affects: readonly Affected[];
  readonly quorum: Quorum;
  /** Whether the fault ends the processes that it strikes, and does nothing else. */
  readonly crash?: boolean;
  /** Whether servers promise nothing any more once it has struck: their disks have forgotten what they had. */
  readonly voids?: boolean;
  /** Whether servers of several versions serve while it is active. */
  readonly mixes?: boolean;
}

/** The nodes and client threads that an operation of a nemesis acted on. */
export interface FaultScope {
  readonly nodes?: readonly string[];
  readonly threads?: readonly number[];
}

/** The field `fault` of a completion. A strike has `quorum`, a heal has `healed`; an operation can be both. */
export interface FaultStamp {
  readonly nemesis: string;
  /** For a heal: what the faults affect that it can end. */
  readonly affects: readonly Affected[];
  readonly quorum?: Quorum;
  /** The f that ends the fault; absent for a momentary one. */
  readonly heal?: string;
  /** Indices of the completions of the strikes that this operation ended. */
  readonly healed?: readonly number[];
  /** Absent: the nemesis did not report it, so it may be all of them. */
  readonly on?: FaultScope;
}

/** The names of the operations of a nemesis, each once: its strikes, then its heals. */
export function operationNames(operations: readonly FaultOperation[]): readonly string[] {
  const heals = operations.flatMap(({ heal }) => heal ?? []);
  return [...new Set([...operations.map(({ strike }) => strike), ...heals])];
}

/** The stamp that a stored event carries.
 * @throws HistoryError naming the field, what was expected and what was found. */
export function faultStampOf(found: unknown): FaultStamp {
  const { nemesis, affects, quorum, heal, healed, on } = objectAt('fault', found);
  return {
    nemesis: isText(nemesis) ? nemesis : refuse('fault.nemesis', 'a string', nemesis),
    affects: isListOf(affects, isAffected)
      ? affects
      : refuse('fault.affects', `an array of ${AFFECTED.join(', ')}`, affects),
    ...(quorum !== undefined && {
      quorum: isQuorum(quorum) ? quorum : refuse('fault.quorum', QUORUM.join(' or '), quorum),
    }),
    ...(heal !== undefined && {
      heal: isText(heal) ? heal : refuse('fault.heal', 'a string', heal),
    }),
    ...(healed !== undefined && {
      healed: isListOf(healed, isCount)
        ? healed
        : refuse('fault.healed', 'an array of indices', healed),
    }),
    ...(on !== undefined && { on: scopeOf(on) }),
  };
}

function scopeOf(found: unknown): FaultScope {
  const { nodes, threads } = objectAt('fault.on', found);
  return {
    ...(nodes !== undefined && {
      nodes: isListOf(nodes, isText) ? nodes : refuse('fault.on.nodes', 'an array of names', nodes),
    }),
    ...(threads !== undefined && {
      threads: isListOf(threads, isCount)
        ? threads
        : refuse('fault.on.threads', 'an array of numbers', threads),
    }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function objectAt(field: string, found: unknown): Fields {
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Fields;
  return refuse(field, 'an object', found);
}

function isListOf<T>(
  found: unknown,
  isMember: (each: unknown) => each is T,
): found is readonly T[] {
  return Array.isArray(found) && found.every(isMember);
}

function isText(found: unknown): found is string {
  return typeof found === 'string';
}

function isCount(found: unknown): found is number {
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0;
}

function isAffected(found: unknown): found is Affected {
  return AFFECTED.some(each => each === found);
}

function isQuorum(found: unknown): found is Quorum {
  return QUORUM.some(each => each === found);
}

function refuse(field: string, expected: string, found: unknown): never {
  throw new HistoryError(`${field}: expected ${expected}, found ${JSON.stringify(found)}`);
}
