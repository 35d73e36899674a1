/** Decides whether writes need a majority of the voters, however many observers there are.
 *   write-without-quorum  a write was invoked and acknowledged while no voter could reach a majority of them
 * This follows from the nemesis' reports: voters are dead or paused from the report that says so to the call
 * that heals them, and cut off from the report of the cut to the next call that changes the network.
 * After a call of an operation that declares nothing, nothing is taken for granted. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { doubtsAbout, indicesOf, verdictOf } from '../../src/checker/finding.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';
import type { History, Operation } from '../../src/history/history.ts';
import { type Standing, standingsOf } from './voters.ts';

const WRITES: readonly string[] = ['write', 'cas'];

/** Voters are `n1` to `nV`, observers the nodes after them. */
export function needsVoters(voters: number, observers: number): Checker {
  const node = (_: unknown, at: number): string => `n${at + 1}`;
  const names = Array.from({ length: voters + observers }, node);
  const ensemble = { voters: names.slice(0, voters), observers: names.slice(voters) };
  return { name: 'needs voters', perKey: false, check: history => check(history, ensemble) };
}

interface Nodes {
  readonly voters: readonly string[];
  readonly observers: readonly string[];
}

/** A time in which no voter can reach a majority of them. */
interface Gap {
  readonly fromNs: number;
  readonly untilNs: number;
  /** The latest event of the nemesis before it. */
  readonly since: Event;
}

function check(history: History, { voters, observers }: Nodes): Verdict {
  const gaps = gapsOf(history, voters);
  const ops = history.operations();
  const asked = ops.filter(({ f }) => WRITES.includes(f)).flatMap(op => during(op, gaps));
  const counts = {
    'times without a majority': gaps.length,
    'writes requested then': asked.length,
    'reads at observers': ops.filter(
      ({ f, type, node }) => f === 'read' && type === 'ok' && observers.includes(node ?? ''),
    ).length,
  };
  return verdictOf({
    anomalies: asked.flatMap(({ op, gap }) => wrong(op, gap, voters)),
    counts,
    doubts: doubtsAbout(counts, Object.keys(counts)),
  });
}

function gapsOf(history: History, voters: readonly string[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let open: Omit<Gap, 'untilNs'> | undefined;
  for (const standing of standingsOf(history)) {
    const { timeNs, since } = standing;
    const gone = !hasMajority(standing, voters);
    if (gone) open ??= { fromNs: timeNs, since };
    if (gone || open === undefined) continue;
    gaps.push({ ...open, untilNs: timeNs });
    open = undefined;
  }
  return open === undefined ? gaps : [...gaps, { ...open, untilNs: Number.POSITIVE_INFINITY }];
}

/** Tests whether some running voter is connected, in both directions, to more than half of the voters, itself
 * included. */
function hasMajority({ down, deaf }: Standing, voters: readonly string[]): boolean {
  const running = voters.filter(voter => !down.has(voter));
  const hears = (one: string, other: string): boolean => !(deaf.get(one)?.has(other) ?? false);
  return running.some(voter => {
    const reached = running.filter(other => hears(voter, other) && hears(other, voter));
    return reached.length > voters.length / 2;
  });
}

/** Returns operations that lie entirely within the gap: one that began before may have had its majority. */
function during(
  op: Operation,
  gaps: readonly Gap[],
): readonly { readonly op: Operation; readonly gap: Gap }[] {
  return gaps
    .filter(gap => gap.fromNs < op.callNs && op.callNs < gap.untilNs)
    .map(gap => ({ op, gap }));
}

function wrong(op: Operation, { since, untilNs }: Gap, voters: readonly string[]): KnownAnomaly[] {
  if (op.type !== 'ok' || op.returnNs >= untilNs) return [];
  return [
    {
      type: 'write-without-quorum',
      promised: `a write is acknowledged by a majority of the voters ${voters.join(', ')}`,
      seen: `process ${op.process} received an acknowledgement of ${op.f} from ${op.node} while no voter could reach a majority`,
      operations: [since.index, ...indicesOf(op)],
    },
  ];
}
