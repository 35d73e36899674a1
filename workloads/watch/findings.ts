/** What was found about the watches of sessions. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf } from '../../src/checker/finding.ts';
import type { Counts } from '../../src/contract.ts';
import type { Told } from './story.ts';

export interface Findings {
  readonly anomalies: readonly KnownAnomaly[];
  readonly counts: Counts;
  /** Names of counts that must not be 0 for a run to show anything. */
  readonly needed: readonly string[];
}

export const noFindings: Findings = { anomalies: [], counts: {}, needed: [] };

/** All anomalies, and sums. */
export function togetherOf(all: readonly Findings[]): Findings {
  const counts: Record<string, number> = {};
  for (const one of all)
    for (const [name, count] of Object.entries(one.counts))
      counts[name] = (counts[name] ?? 0) + count;
  return {
    anomalies: all.flatMap(({ anomalies }) => anomalies),
    counts,
    needed: [...new Set(all.flatMap(({ needed }) => needed))],
  };
}

const PROMISES = {
  'phantom-event': 'a one-shot watch fires once',
  'wrong-event': 'a watch fires for the change that it waits for',
  'spurious-event': 'a watch fires when something has changed',
  'late-event': 'a watch fires before its session can see the change, or a later one',
  'missed-event': 'a watch fires for every change, also where its session moved meanwhile',
  'duplicate-event': 'a watch that stays tells of each change once',
  'event-order': 'a watch that stays tells of changes in the order of their zxids',
} as const;

type WatchAnomaly = keyof typeof PROMISES;

/** An anomaly that these entries of one session show. */
export function anomalyOf(type: WatchAnomaly, seen: string, ...by: readonly Told[]): KnownAnomaly {
  const [first] = by;
  return {
    type,
    promised: PROMISES[type],
    seen: first === undefined ? seen : `${seen} (process ${first.op.process})`,
    operations: indicesOf(...by.map(({ op }) => op)),
    detail: by.map(({ entry }) => JSON.stringify(entry)),
  };
}
