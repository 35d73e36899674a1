/** Decides whether followers of a configuration saw what was published, in order, and in time.
 *   real-time-order      a publication completed before another was invoked, and has the higher version
 *   phantom              a follower saw a value that nobody had tried to publish, whose publication failed,
 *                        or that was published as another version
 *   conflicting-version  one version was seen with two values
 *   monotonic-reads      a session saw an older version than it had seen before
 *   late-event           a session read a change before the event of the watch that it had left
 *   stale-read           a strong read missed a publication that was acknowledged before the read */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { stepsBack } from '../../src/checker/monotonic-reads.ts';
import { disorders, type Ranked } from '../../src/checker/real-time.ts';
import { repeated } from '../../src/checker/repeated.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History, Operation } from '../../src/history/history.ts';
import type { ConfigVersion, Followed } from './client.ts';

export const following: Checker = { name: 'following', perKey: true, check };

function check(history: History): Verdict {
  const configs = history.keys().map(key => partsOf(history.ofKey(key)));
  const changes = configs.flatMap(({ views }) => views.filter(isChange));
  const counts = {
    published: configs.flatMap(({ published }) => published).length,
    'changes seen': changes.length,
    'told before': changes.filter(({ told }) => told).length,
  };
  return verdictOf({
    anomalies: configs.flatMap(anomaliesOf),
    counts,
    doubts: changes.length === 0 ? ['nobody saw a change'] : [],
  });
}

/** One configuration's operations, in the order of their calls. */
interface Parts {
  /** All that may have happened. */
  readonly attempts: readonly Operation[];
  readonly published: readonly Publication[];
  readonly views: readonly View[];
}

interface Publication {
  readonly op: Operation;
  readonly seen: ConfigVersion;
}

interface View extends Followed {
  readonly op: Operation;
}

function partsOf(history: History): Parts {
  const happened = history.operations().filter(op => op.type !== 'fail');
  const attempts = happened.filter(op => op.f === 'publish');
  return {
    attempts,
    published: attempts
      .filter(op => op.type === 'ok')
      .map(op => ({ op, seen: op.output as ConfigVersion })),
    views: happened
      .filter(op => op.f === 'follow' && op.type === 'ok')
      .map(op => ({ op, ...(op.output as Followed) })),
  };
}

function anomaliesOf(parts: Parts): readonly KnownAnomaly[] {
  return [
    ...disorders(parts.published.map(rankedOf)),
    ...phantoms(parts),
    ...twoFaced(parts),
    ...goingBack(parts),
    ...untold(parts),
    ...missedLast(parts),
  ];
}

function rankedOf({ op, seen }: Publication): Ranked {
  return { op, rank: BigInt(seen[0]), text: `the publication of ${text(seen)}` };
}

function isChange({ from, to }: Followed): boolean {
  return from[0] !== to[0];
}

function phantoms({ attempts, views }: Parts): KnownAnomaly[] {
  const asked = new Map(attempts.map(op => [op.input, op]));
  return views.flatMap(({ op, from, to }) =>
    [from, to]
      .filter(
        ([version, value]) => value !== null && !mayShow(asked.get(value), version, op.returnNs),
      )
      .map(seen => ({
        type: 'phantom',
        promised: 'what is read was published',
        seen: `process ${op.process} read ${text(seen)}, which no process had tried to publish, or whose publication failed or has another version`,
        operations: indicesOf(op),
      })),
  );
}

/** Tests whether it was invoked by then, and not acknowledged with another version. */
function mayShow(attempt: Operation | undefined, version: number, byNs: number): boolean {
  if (attempt === undefined || attempt.callNs >= byNs) return false;
  return attempt.type !== 'ok' || (attempt.output as ConfigVersion)[0] === version;
}

function twoFaced({ published, views }: Parts): KnownAnomaly[] {
  const all = [
    ...published,
    ...views.flatMap(({ op, from, to }) => [
      { op, seen: from },
      { op, seen: to },
    ]),
  ];
  return repeated(all, ({ seen }) => seen[0]).flatMap(([before, { op, seen }]) => {
    if (before.seen[1] === seen[1]) return [];
    return {
      type: 'conflicting-version',
      promised: 'a version has one value',
      seen: `${text(before.seen)} and ${text(seen)}`,
      operations: indicesOf(before.op, op),
    };
  });
}

function goingBack({ views }: Parts): KnownAnomaly[] {
  const readings = views.flatMap(({ op, from, to }) => [from, to].map(seen => ({ op, seen })));
  return stepsBack(
    readings.map(({ op, seen }) => ({ op, rank: BigInt(seen[0]), text: text(seen) })),
  );
}

function untold({ views }: Parts): KnownAnomaly[] {
  return views
    .filter(view => isChange(view) && !view.told)
    .map(({ op, from, to }) => ({
      type: 'late-event',
      promised: 'the event of a watch comes before the change can be read',
      seen: `process ${op.process} left a watch at ${text(from)} and read ${text(to)} without an event`,
      operations: indicesOf(op),
    }));
}

function missedLast({ published, views }: Parts): KnownAnomaly[] {
  const strong = views.filter(({ op }) => op.input === 'last');
  return strong.flatMap(({ op, from }) => {
    const missed = published.find(
      publication => publication.op.returnNs < op.callNs && publication.seen[0] > from[0],
    );
    if (missed === undefined) return [];
    return {
      type: 'stale-read',
      promised: 'a follower sees what was published last, in the end',
      seen: `process ${op.process} read ${text(from)} after ${text(missed.seen)} was acknowledged`,
      operations: indicesOf(missed.op, op),
    };
  });
}

function text([version, value]: ConfigVersion): string {
  return value === null ? `version ${version}, empty` : `version ${version} = ${value}`;
}
