/** Decides whether a counter is within its bounds, and counts every add once.
 *   phantom           a count is higher than the number of adds that had been tried by then
 *   lost-write        an add, or a read at the end, returned a count below the acknowledged adds
 *   stale-read        a strong read returned a count below the acknowledged adds, or below one seen before
 *   duplicate         two adds returned the same count
 *   zxid-order        a higher count has a lower zxid
 *   conflicting-zxid  one count has two zxids
 *   real-time-order   an add that completed before another was invoked returned the higher count
 *   monotonic-reads   a session saw a lower count than it had seen before */

import type { AnomalyType, KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { disorders } from '../../src/checker/real-time.ts';
import { repeated } from '../../src/checker/repeated.ts';
import { placeOf } from '../../src/checker/words.ts';
import type { Checker, ReadStrength, Verdict } from '../../src/contract.ts';
import { grouped } from '../../src/grouped.ts';
import { hexOf } from '../../src/hex.ts';
import type { History, Operation } from '../../src/history/history.ts';
import { lowerBound } from '../../src/lower-bound.ts';

export function counting(reads: ReadStrength): Checker {
  return { name: 'counting', perKey: false, check: history => check(history, reads === 'quorum') };
}

function check(history: History, strong: boolean): Verdict {
  const counters = history.keys().map(key => storyOf(history.ofKey(key), strong));
  const all = counters.flatMap(({ sights }) => sights);
  const adds = counters.flatMap(counter => counter.adds);
  const added = adds.filter(({ type }) => type === 'ok').length;
  const unread = counters.filter(({ sights }) => !sights.some(isLast)).length;
  const last = counters.map(({ sights }) => Math.max(0, ...sights.filter(isLast).map(countOf)));
  return verdictOf({
    anomalies: counters.flatMap(anomaliesOf),
    counts: {
      added,
      'in doubt': adds.length - added,
      'in doubt and counted': Math.max(0, last.reduce((sum, count) => sum + count, 0) - added),
      read: all.filter(({ op }) => op.f === 'read').length,
      'stale reads': counters.flatMap(staleIn).length,
    },
    doubts: [
      ...(unread > 0
        ? [`${unread} of ${counters.length} counters were not read on every node`]
        : []),
      ...(added === 0 ? ['nothing was added'] : []),
    ],
  });
}

interface Story {
  /** All that may have happened. */
  readonly adds: readonly Operation[];
  readonly sights: readonly Sight[];
}

/** A count that a process observed. */
interface Sight {
  readonly op: Operation;
  readonly count: number;
  readonly mzxid: bigint;
  /** Whether it must include everything acknowledged before. */
  readonly strong: boolean;
}

const isLast = ({ op }: Sight): boolean => op.f === 'read-everywhere';
const countOf = ({ count }: Sight): number => count;

function storyOf(history: History, strongReads: boolean): Story {
  const happened = history.operations().filter(({ type }) => type !== 'fail');
  const done = happened.filter(({ type }) => type === 'ok');
  return {
    adds: happened.filter(({ f }) => f === 'add'),
    sights: done.flatMap(op => {
      const strong = op.f !== 'read' || strongReads;
      const seen = Array.isArray(op.output) ? op.output : [op.output];
      return seen.map(each => ({ op, strong, ...sightOf(each, op) }));
    }),
  };
}

function sightOf(output: unknown, { f, index }: Operation): Pick<Sight, 'count' | 'mzxid'> {
  const { count, mzxid } = (output ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof count === 'number' && typeof mzxid === 'string')
    return { count, mzxid: BigInt(mzxid) };
  throw new TypeError(
    `${f} (op ${index}): expected {count, mzxid} in its result, found ${JSON.stringify(output)}`,
  );
}

function anomaliesOf(story: Story): readonly KnownAnomaly[] {
  const told = story.sights.filter(({ op }) => op.f === 'add');
  const strong = story.sights.filter(sight => sight.strong);
  return [
    ...above(story),
    ...below(story),
    ...twice(told),
    ...disorder(story),
    ...disorders(
      told.map(({ op, count }) => ({
        op,
        rank: BigInt(count),
        text: `the add that made ${count}`,
      })),
    ),
    ...goingBack(story, strong),
  ];
}

/** Counts how many of the ascending times precede `timeNs`. */
function countBefore(ascendingNs: readonly number[], timeNs: number): number {
  return lowerBound(ascendingNs, at => at >= timeNs);
}

const ascending = (a: number, b: number): number => a - b;

function above({ adds, sights }: Story): KnownAnomaly[] {
  const calls = adds.map(({ callNs }) => callNs).sort(ascending);
  return sights.flatMap(({ op, count }) => {
    const most = countBefore(calls, op.returnNs);
    if (count <= most) return [];
    return bound('phantom', { op, count }, `only ${most} adds had been tried`);
  });
}

/** Finds observations that miss adds acknowledged before the read began. */
function shortages({ adds, sights }: Story): readonly { sight: Sight; least: number }[] {
  const returns = adds
    .filter(({ type }) => type === 'ok')
    .map(({ returnNs }) => returnNs)
    .sort(ascending);
  return sights.flatMap(sight => {
    const own = sight.op.f === 'add' ? 1 : 0;
    const least = countBefore(returns, sight.op.callNs) + own;
    return sight.count < least ? { sight, least } : [];
  });
}

function below(story: Story): KnownAnomaly[] {
  return shortages(story)
    .filter(({ sight }) => sight.strong)
    .flatMap(({ sight: { op, count }, least }) =>
      bound(
        op.f === 'read' ? 'stale-read' : 'lost-write',
        { op, count },
        `${least} adds had been acknowledged`,
      ),
    );
}

function staleIn(story: Story): readonly Sight[] {
  return shortages(story).map(({ sight }) => sight);
}

function bound(
  type: AnomalyType,
  { op, count }: Pick<Sight, 'op' | 'count'>,
  but: string,
): KnownAnomaly {
  return {
    type,
    promised: 'a count is between the adds that were acknowledged and those that were tried',
    seen: `process ${op.process} saw ${count} ${placeOf(op)}, but ${but}`,
    operations: indicesOf(op),
  };
}

function twice(told: readonly Sight[]): KnownAnomaly[] {
  return repeated(told, countOf).map(([other, one]) => ({
    type: 'duplicate',
    promised: 'each add is counted once',
    seen: `two adds both returned count ${one.count}`,
    operations: indicesOf(other.op, one.op),
  }));
}

function disorder({ sights }: Story): KnownAnomaly[] {
  const byCount = sights.toSorted((a, b) => a.count - b.count);
  return byCount.flatMap((one, at) => {
    const before = byCount[at - 1];
    if (before === undefined) return [];
    const same = before.count === one.count;
    if (same ? before.mzxid === one.mzxid : before.mzxid < one.mzxid) return [];
    return {
      type: same ? 'conflicting-zxid' : 'zxid-order',
      promised: 'counts grow in the order of commits, and each has one zxid',
      seen: `${before.count} at ${hexOf(before.mzxid)}, and ${one.count} at ${hexOf(one.mzxid)}`,
      operations: indicesOf(before.op, one.op),
    };
  });
}

/** Finds counts that decrease: within a session always; across sessions if both reads are strong. */
function goingBack({ sights }: Story, strong: readonly Sight[]): KnownAnomaly[] {
  const sessions = grouped(
    sights.filter(sight => !isLast(sight)),
    ({ op }) => op.session,
  );
  return [
    ...backs(strong, 'stale-read'),
    ...[...sessions.values()].flatMap(group => backs(group, 'monotonic-reads')),
  ];
}

function backs(group: readonly Sight[], type: AnomalyType): KnownAnomaly[] {
  const byCall = group.toSorted((a, b) => a.op.callNs - b.op.callNs);
  const byReturn = byCall.toSorted((a, b) => a.op.returnNs - b.op.returnNs);
  let next = 0;
  let highest: Sight | undefined;
  return byCall.flatMap(later => {
    for (; (byReturn[next]?.op.returnNs ?? Infinity) < later.op.callNs; next++) {
      const returned = byReturn[next];
      if (returned !== undefined && returned.count > (highest?.count ?? -1)) highest = returned;
    }
    if (highest === undefined || later.count >= highest.count) return [];
    return {
      type,
      promised: 'a count that was seen is not unseen',
      seen: `process ${later.op.process} saw ${later.count} ${placeOf(later.op)}, after process ${highest.op.process} had seen ${highest.count} ${placeOf(highest.op)}`,
      operations: indicesOf(highest.op, later.op),
    };
  });
}
