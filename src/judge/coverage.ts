/** What a run met, counted from what it stored: operations by outcome, faults, sessions, elections. */
import type { Counts } from '../contract.ts';
import { operationNames } from '../history/fault-stamp.ts';
import type { History, Operation } from '../history/history.ts';
import {
  isVerified,
  type NemesisOperation,
  nemesisOperations,
} from '../history/nemesis-operations.ts';
import type { TestRecord } from '../store/results.ts';
import type { RolesSeen } from '../store/roles.ts';

/** `read ok`, `read fail`, `read info`, `write ok`, ...: only those that are not 0. */
export function operationCounts(history: History): Counts {
  return tally(history.operations().map(({ f, type }) => `${f} ${type}`));
}

/** Elections, sessions, and for each f of a nemesis how often it was applied, verified, and threw. */
export function coverageOf(
  history: History,
  timeline: readonly RolesSeen[],
  { nemeses }: Pick<TestRecord, 'nemeses'>,
): Counts {
  const operations = history.operations();
  const sessions = operations.flatMap(({ session }) => session ?? []);
  const faults = nemesisOperations(history.nemesis);
  const names = nemeses.flatMap(nemesis => operationNames(nemesis.operations));
  const errors = tally(operations.flatMap(({ error }) => error?.name ?? []));
  return {
    elections: Math.max(electionsIn(timeline), epochsIn(operations) - 1),
    sessions: new Set(sessions).size,
    'expired sessions': errors.SESSIONEXPIRED ?? 0,
    'lost connections': errors.CONNECTIONLOSS ?? 0,
    reconnects: reconnectsIn(operations),
    'moved sessions': movesIn(operations),
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

/** Epochs that answered somebody: each election begins one, the high half of its zxids. */
function epochsIn(operations: readonly Operation[]): number {
  return new Set(operations.flatMap(({ zxid }) => (zxid === undefined ? [] : zxid >> 32n))).size;
}

/** How often a process had an answer after it had lost its connection: its client had found a server again. */
function reconnectsIn(operations: readonly Operation[]): number {
  const cutOff = new Set<number>();
  let reconnects = 0;
  for (const { process, type, error } of operations) {
    if (error?.name === 'CONNECTIONLOSS') cutOff.add(process);
    else if (type === 'ok' && cutOff.delete(process)) reconnects += 1;
  }
  return reconnects;
}

/** How often a session went on at another node than before. */
function movesIn(operations: readonly Operation[]): number {
  const last = new Map<bigint, string>();
  let moves = 0;
  for (const { session, node } of operations) {
    if (session === undefined || node === undefined) continue;
    if (last.has(session) && last.get(session) !== node) moves += 1;
    last.set(session, node);
  }
  return moves;
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

function tally(names: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
