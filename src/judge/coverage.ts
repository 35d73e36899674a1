/** What a run met, counted from what it stored: operations by outcome, faults, sessions, elections. */
import type { Counts } from '../contract.ts';
import { operationNames } from '../history/fault-stamp.ts';
import type { History, Outcome } from '../history/history.ts';
import {
  isVerified,
  type NemesisOperation,
  nemesisOperations,
} from '../history/nemesis-operations.ts';
import type { TestRecord } from '../store/results.ts';
import type { RolesSeen } from '../store/roles.ts';

/** `read ok`, `read fail`, `read info`, `write ok`, ...: only those that are not 0. */
export function operationCounts(history: History): Counts {
  const counts: Record<string, number> = {};
  for (const { f, type } of history.eachOutcome()) count(counts, `${f} ${type}`);
  return counts;
}

/** Elections, sessions, and for each f of a nemesis how often it was applied, verified, and threw. */
export function coverageOf(
  history: History,
  timeline: readonly RolesSeen[],
  { nemeses }: Pick<TestRecord, 'nemeses'>,
): Counts {
  const faults = nemesisOperations(history.nemesis);
  const names = nemeses.flatMap(nemesis => operationNames(nemesis.operations));
  const met = new Met();
  for (const outcome of history.eachOutcome()) met.take(outcome);
  return {
    elections: Math.max(electionsIn(timeline), met.epochs - 1),
    sessions: met.sessions,
    'expired sessions': met.errors.SESSIONEXPIRED ?? 0,
    'lost connections': met.errors.CONNECTIONLOSS ?? 0,
    reconnects: met.reconnects,
    'moved sessions': met.moves,
    ...Object.assign({}, ...names.map(f => faultCounts(f, faults))),
  };
}

/** Counts how often another node became the leader: a lower bound, since elections between two readings of
 * the roles are not seen. */
function electionsIn(timeline: readonly RolesSeen[]): number {
  const leaders = timeline.flatMap(({ roles }) => {
    const leading = Object.keys(roles).filter(node => roles[node] === 'leader');
    return leading.length === 1 ? leading : [];
  });
  return leaders.filter((leader, at) => at > 0 && leader !== leaders[at - 1]).length;
}

/** Counts what happened to clients, one operation after the other. */
class Met {
  readonly errors: Record<string, number> = {};
  /** How often a process had an answer after it had lost its connection: its client had found a server again. */
  reconnects = 0;
  /** How often a session continued at another node than before. */
  moves = 0;
  readonly #epochs = new Set<number>();
  /** For each session, the node that answered last; undefined before the first answer. */
  readonly #nodes = new Map<bigint, string | undefined>();
  readonly #cutOff = new Set<number>();

  /** Epochs that answered somebody: each election begins one, the high half of its zxids. */
  get epochs(): number {
    return this.#epochs.size;
  }

  get sessions(): number {
    return this.#nodes.size;
  }

  take({ process, type, error, zxid, session, node }: Outcome): void {
    if (error !== undefined) count(this.errors, error.name);
    if (zxid !== undefined) this.#epochs.add(Number(zxid >> 32n));
    if (error?.name === 'CONNECTIONLOSS') this.#cutOff.add(process);
    else if (type === 'ok' && this.#cutOff.delete(process)) this.reconnects += 1;
    if (session !== undefined) this.#visit(session, node);
  }

  #visit(session: bigint, node: string | undefined): void {
    const last = this.#nodes.get(session);
    if (last !== undefined && node !== undefined && last !== node) this.moves += 1;
    this.#nodes.set(session, node ?? last);
  }
}

function faultCounts(f: string, operations: readonly NemesisOperation[]): Counts {
  const done = operations.filter(each => each.f === f && each.event.type !== 'invoke');
  const failed = done.filter(({ event }) => event.error !== undefined).length;
  return {
    [`${f} applied`]: done.length - failed,
    [`${f} verified`]: done.filter(isVerified).length,
    ...(failed > 0 && { [`${f} failed`]: failed }),
  };
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
