/** Who may be in at the same time: decided from what clients of a turnstile report.
 *
 * Broken by the service, and so invalid:
 *   exclusion   somebody was let in although the znodes of too many others stood in its way. Those
 *               znodes are known to have been there: they were made earlier, since their numbers are
 *               smaller, and their holders deleted them later, which only a live session can
 *   token       a later number does not come with a later czxid, or a number was given twice
 *   vanished    a holder's znode was gone while its session lived
 *   starvation  nobody got in for a long time after the faults were healed
 * Not the service's doing: a holder that believed itself in although its session was over. Such
 * beliefs are counted, with the longest time that two held at once. */
import type { Anomaly, Checker, Verdict } from '../src/contract.ts';
import type { History, Operation } from '../src/history/history.ts';
import { type Hold, holdsOf, leftItself, untilNs } from './holds.ts';

/** Anomalies reported. */
const MOST_ANOMALIES = 10;
/** From the end of all faults to the first entry. */
const STARVED_NS = 45e9;

export interface ExclusionRule {
  readonly name: string;
  /** What is promised, as a sentence. */
  readonly promised: string;
  readonly enterF: string;
  /** How many that conflict may be in at the same time. */
  readonly capacity: number;
  /** Whether `earlier` keeps `later` out. */
  readonly conflicts: (earlier: Hold, later: Hold) => boolean;
}

/** The checker of a line. */
export function exclusion(rule: ExclusionRule): Checker {
  return { name: rule.name, perKey: false, check: history => check(history, rule) };
}

interface Finding {
  readonly anomalies: readonly Anomaly[];
  readonly entered: number;
  readonly wakeUps: number;
  readonly staleBeliefs: number;
  readonly longestOverlapMs: number;
}

function check(history: History, rule: ExclusionRule): Verdict {
  const healedNs = history.nemesis.at(-1)?.time ?? 0;
  const findings = history.keys().map(key => find(history.ofKey(key), healedNs, rule));
  const [first, ...rest] = findings.flatMap(finding => finding.anomalies);
  const sum = (of: (finding: Finding) => number): number =>
    findings.reduce((total, finding) => total + of(finding), 0);
  const entered = sum(finding => finding.entered);
  const wakeUps = sum(finding => finding.wakeUps);
  const counts = {
    entered,
    'wake-ups per entry': Number((wakeUps / Math.max(1, entered)).toFixed(2)),
    'stale beliefs': sum(finding => finding.staleBeliefs),
    'longest overlap ms': Math.max(0, ...findings.map(finding => finding.longestOverlapMs)),
  };
  if (first !== undefined) {
    const anomalies = [first, ...rest.slice(0, MOST_ANOMALIES - 1)] as const;
    return { valid: false, anomalies, counts };
  }
  if (counts.entered === 0) return { valid: 'unknown', why: 'nobody ever got in', counts };
  return { valid: true, counts };
}

function find(history: History, healedNs: number, rule: ExclusionRule): Finding {
  const holds = holdsOf(history, rule.enterF);
  const bySequence = holds.toSorted((a, b) => a.sequence - b.sequence);
  const operations = history.operations();
  return {
    anomalies: [
      ...intrusions(bySequence, rule),
      ...badTokens(bySequence),
      ...vanished(holds),
      ...starvation(operations, healedNs, rule),
    ],
    entered: holds.length,
    wakeUps: holds.reduce((total, hold) => total + hold.wakeUps, 0),
    ...staleBeliefs(holds, rule),
  };
}

/** Looks back from each hold as far as one before it may still have been there. */
function intrusions(bySequence: readonly Hold[], rule: ExclusionRule): Anomaly[] {
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

function intrusion(later: Hold, inTheWay: readonly Hold[], { promised }: ExclusionRule): Anomaly {
  const others = inTheWay.map(nameOf).join(' and ');
  return {
    type: 'exclusion',
    promised,
    seen: `${nameOf(later)} got in while ${others} stood in line before it and left only afterwards`,
    operations: [later, ...inTheWay].flatMap(indicesOf).sort((a, b) => a - b),
  };
}

function badTokens(bySequence: readonly Hold[]): Anomaly[] {
  return bySequence.flatMap((hold, at) => {
    const before = bySequence[at - 1];
    if (before === undefined) return [];
    if (before.sequence < hold.sequence && before.czxid < hold.czxid) return [];
    return {
      type: 'token',
      promised: 'numbers of sequential znodes are given once, and grow in the order of commits',
      seen: `${nameOf(before)} and ${nameOf(hold)}`,
      operations: [before, hold].flatMap(({ enter }) => indexOf(enter)).sort((a, b) => a - b),
    };
  });
}

function vanished(holds: readonly Hold[]): Anomaly[] {
  return holds
    .filter(({ leave }) => leave?.type === 'fail' && leave.error?.name === 'NONODE')
    .map(hold => ({
      type: 'vanished',
      promised: 'an ephemeral znode lives as long as its session',
      seen: `the znode of ${nameOf(hold)} was gone when its live session deleted it`,
      operations: indicesOf(hold),
    }));
}

function starvation(
  operations: readonly Operation[],
  healedNs: number,
  { enterF }: ExclusionRule,
): Anomaly[] {
  const late = operations.filter(op => op.f === enterF && op.callNs > healedNs);
  const last = late.at(-1);
  if (last === undefined || late.some(op => op.type === 'ok')) return [];
  const waitedNs = last.callNs - healedNs;
  if (waitedNs < STARVED_NS) return [];
  return [
    {
      type: 'starvation',
      promised: 'whoever waits gets in, once all faults are healed',
      seen: `nobody got in within ${Math.round(waitedNs / 1e9)} s of the end of all faults`,
      operations: late.map(op => op.index),
    },
  ];
}

/** Holders who believed themselves in at the same time, more than may be. */
function staleBeliefs(
  holds: readonly Hold[],
  { conflicts, capacity }: ExclusionRule,
): Pick<Finding, 'staleBeliefs' | 'longestOverlapMs'> {
  let inside: readonly Hold[] = [];
  let count = 0;
  let longestNs = 0;
  for (const hold of holds) {
    inside = inside.filter(other => untilNs(other) > hold.enter.returnNs);
    const others = inside.filter(other => conflicts(other, hold) || conflicts(hold, other));
    inside = [...inside, hold];
    if (others.length < capacity) continue;
    count += 1;
    const endsNs = others.map(untilNs).filter(Number.isFinite);
    longestNs = Math.max(longestNs, ...endsNs.map(endNs => endNs - hold.enter.returnNs));
  }
  return { staleBeliefs: count, longestOverlapMs: Math.round(longestNs / 1e6) };
}

function nameOf({ enter, sequence, czxid }: Hold): string {
  const session = enter.session === undefined ? '' : `, session 0x${enter.session.toString(16)}`;
  return `process ${enter.process} (number ${sequence}, czxid 0x${czxid.toString(16)}${session})`;
}

function indicesOf({ enter, leave }: Hold): number[] {
  return [...indexOf(enter), ...(leave === undefined ? [] : indexOf(leave))];
}

function indexOf({ index, completionIndex }: Operation): number[] {
  return completionIndex === undefined ? [index] : [index, completionIndex];
}
