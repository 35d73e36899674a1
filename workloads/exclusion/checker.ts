/** Decides which clients may be inside at the same time, from the clients' reports.
 *
 * Broken by the service, and so invalid:
 *   mutual-exclusion         a client was let in although the znodes of too many others stood in its way.
 *                            Those znodes are known to have been there: they were made earlier, since
 *                            their numbers are smaller, and their holders deleted them later, which only
 *                            a live session can
 *   first-come-first-served  the same, and those in its way had not been let in yet: they were overtaken
 *   duplicate                a number was given twice
 *   zxid-order               a later number does not come with a later czxid
 *   real-time-order          a client that invoked earlier, and completed before another, has the higher number
 *   lost-ephemeral           a holder's znode was gone while its session lived
 *   starvation               no client, or one that kept trying, was let in for a long time after the faults
 *                            were healed
 * Not a fault of the service: a holder that believed itself in although its session was over. Such
 * beliefs are reported (stale-beliefs.ts), and break a promise only where fencing is claimed. */

import type { AnomalyType, KnownAnomaly } from '../../src/anomalies.ts';
import { faultNotes, quietSinceNs } from '../../src/checker/calm.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import {
  type Hold,
  holdsOf,
  leftItself,
  nameOf,
  operationsOf,
  sessionOf,
  untilNs,
} from '../../src/checker/holds.ts';
import { lasting, placeOf, seconds } from '../../src/checker/words.ts';
import type { Checker, Counts, Verdict } from '../../src/contract.ts';
import type { History } from '../../src/history/history.ts';
import { type StaleBelief, staleBeliefs, tellStale, unfenced } from './stale-beliefs.ts';
import { starvation } from './starvation.ts';

/** The most stale beliefs reported. */
const MOST_NOTES = 3;

export interface ExclusionRule {
  readonly name: string;
  /** What is promised, as a sentence. */
  readonly promised: string;
  readonly enterF: string;
  /** What a session did that was in, before the key: `held lock`. */
  readonly did: string;
  /** What somebody who is in believes: `it held the lock`. */
  readonly belief: string;
  /** Whether such beliefs are claimed never to be wrong. */
  readonly fenced: boolean;
  /** How many conflicting holders may be in at the same time. */
  readonly capacity: number;
  /** Whether `earlier` keeps `later` out. */
  readonly conflicts: (earlier: Hold, later: Hold) => boolean;
}

/** Returns the checker for a rule. */
export function exclusion(rule: ExclusionRule): Checker {
  return { name: rule.name, perKey: false, check: history => check(history, rule) };
}

interface LineJudgement {
  readonly anomalies: readonly KnownAnomaly[];
  readonly entered: number;
  readonly wakeUps: number;
  readonly stale: readonly StaleBelief[];
}

function check(history: History, rule: ExclusionRule): Verdict {
  const healedNs = Math.max(0, quietSinceNs(history));
  const findings = history.keys().map(key => find(history.ofKey(key), healedNs, rule));
  const stale = findings.flatMap(finding => finding.stale);
  const anomalies = [
    ...findings.flatMap(finding => finding.anomalies),
    ...(rule.fenced ? stale.map(belief => unfenced(belief, rule.belief)) : []),
  ];
  const counts = countsOf(findings, stale);
  const doubts = counts.entered === 0 ? ['nobody ever got in'] : [];
  const notes = [...staleNotes(stale, rule), ...faultNotes(history)];
  return verdictOf({ anomalies, counts, doubts, notes });
}

function countsOf(
  findings: readonly LineJudgement[],
  stale: readonly StaleBelief[],
): Counts & { readonly entered: number } {
  const entered = findings.reduce((sum, finding) => sum + finding.entered, 0);
  const wakeUps = findings.reduce((sum, finding) => sum + finding.wakeUps, 0);
  return {
    entered,
    'wake-ups per grant': Number((wakeUps / Math.max(1, entered)).toFixed(2)),
    'stale beliefs': stale.length,
    'longest overlap ms': Math.max(0, ...stale.map(({ overlapMs }) => overlapMs)),
  };
}

/** Reports stale beliefs; they are anomalies if fencing is claimed. */
function staleNotes(
  stale: readonly StaleBelief[],
  { fenced, belief }: ExclusionRule,
): readonly string[] {
  if (fenced) return [];
  const longest = stale.toSorted((a, b) => b.overlapMs - a.overlapMs).slice(0, MOST_NOTES);
  return longest.map(each => tellStale(each, belief));
}

function find(history: History, healedNs: number, rule: ExclusionRule): LineJudgement {
  const operations = history.operations();
  const holds = holdsOf(operations, rule.enterF);
  const bySequence = holds.toSorted((a, b) => a.sequence - b.sequence);
  return {
    anomalies: [
      ...intrusions(bySequence, rule),
      ...badTokens(bySequence),
      ...vanished(holds),
      ...starvation(
        operations.filter(({ f }) => f === rule.enterF),
        healedNs,
      ),
    ],
    entered: holds.length,
    wakeUps: holds.reduce((total, hold) => total + hold.wakeUps, 0),
    stale: staleBeliefs(holds, rule),
  };
}

/** Compares each hold with earlier ones, back to the oldest that may still have existed. */
function intrusions(bySequence: readonly Hold[], rule: ExclusionRule): KnownAnomaly[] {
  const provenUntilNs: number[] = [];
  for (const hold of bySequence) {
    const before = provenUntilNs.at(-1) ?? 0;
    provenUntilNs.push(leftItself(hold) ? Math.max(before, untilNs(hold)) : before);
  }
  return bySequence.flatMap((later, at) => {
    const inTheWay: Hold[] = [];
    for (let back = at - 1; (provenUntilNs[back] ?? 0) > later.enter.returnNs; back--) {
      const earlier = bySequence[back];
      if (earlier !== undefined && stoodInTheWay(earlier, later, rule)) inTheWay.push(earlier);
    }
    return inTheWay.length < rule.capacity ? [] : [intrusion(later, inTheWay, rule)];
  });
}

function stoodInTheWay(earlier: Hold, later: Hold, { conflicts }: ExclusionRule): boolean {
  const lasted = leftItself(earlier) && untilNs(earlier) > later.enter.returnNs;
  return lasted && conflicts(earlier, later);
}

/** Reports an intrusion. Blocking clients that were let in are holders besides; if none was, all of them were
 * overtaken. */
function intrusion(
  later: Hold,
  inTheWay: readonly Hold[],
  { promised, did }: ExclusionRule,
): KnownAnomaly {
  const holders = inTheWay.filter(({ enter }) => enter.returnNs <= later.enter.returnNs);
  return {
    ...(holders.length > 0 ? together(later, holders, did) : overtaken(later, inTheWay, did)),
    promised,
    operations: indicesOf(...operationsOf(later, ...inTheWay)),
  };
}

type Said = Pick<KnownAnomaly, 'type' | 'title' | 'seen'>;

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five'];

function together(later: Hold, holders: readonly Hold[], did: string): Said {
  const fromNs = later.enter.returnNs;
  const endNs = Math.min(untilNs(later), ...holders.map(untilNs));
  const number = NUMBERS[holders.length + 1] ?? String(holders.length + 1);
  const what = `${did} ${later.enter.key ?? ''}`.trim();
  const others = holders
    .toSorted((a, b) => a.enter.returnNs - b.enter.returnNs)
    .map(hold => `${sessionOf(hold)} ${what} ${spanOf(hold)}`);
  return {
    type: 'mutual-exclusion',
    title: `${number} holders`,
    seen: `${others.join(', ')}, ${sessionOf(later)} from ${seconds(fromNs)} (${lasting(endNs - fromNs)} together)`,
  };
}

function overtaken(later: Hold, inTheWay: readonly Hold[], did: string): Said {
  const what = `${did} ${later.enter.key ?? ''}`.trim();
  const others = inTheWay
    .toSorted((a, b) => a.enter.returnNs - b.enter.returnNs)
    .map(
      hold => `${sessionOf(hold)}, before it in line, only from ${seconds(hold.enter.returnNs)}`,
    );
  return {
    type: 'first-come-first-served',
    seen: `${sessionOf(later)} ${what} from ${seconds(later.enter.returnNs)}, ${others.join(', ')}`,
  };
}

/** `from 4.100 to 4.310 s` */
function spanOf(hold: Hold): string {
  const from = (hold.enter.returnNs / 1e9).toFixed(3);
  return `from ${from} to ${seconds(untilNs(hold))}`;
}

function badTokens(bySequence: readonly Hold[]): KnownAnomaly[] {
  let latest: Hold | undefined;
  return bySequence.flatMap((hold, at) => {
    const before = bySequence[at - 1];
    if (latest === undefined || hold.enter.callNs > latest.enter.callNs) latest = hold;
    if (before === undefined) return [];
    if (before.sequence >= hold.sequence) return [badToken('duplicate', before, hold)];
    if (before.czxid >= hold.czxid) return [badToken('zxid-order', before, hold)];
    return latest.enter.callNs > hold.enter.returnNs
      ? [badToken('real-time-order', latest, hold)]
      : [];
  });
}

function badToken(type: AnomalyType, before: Hold, hold: Hold): KnownAnomaly {
  return {
    type,
    promised: 'numbers of sequential znodes are given once, and grow in the order of commits',
    seen: `${nameOf(before)} came before ${nameOf(hold)}`,
    operations: indicesOf(before.enter, hold.enter),
  };
}

function vanished(holds: readonly Hold[]): KnownAnomaly[] {
  return holds
    .filter(({ leave }) => leave?.type === 'fail' && leave.error?.name === 'NONODE')
    .map(hold => ({
      type: 'lost-ephemeral',
      promised: 'an ephemeral znode exists as long as its session',
      seen: `the znode of ${nameOf(hold)} was gone ${placeOf(hold.leave ?? hold.enter)}, when its live session deleted it`,
      operations: indicesOf(...operationsOf(hold)),
    }));
}
