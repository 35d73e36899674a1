/** Decides whether watches fired as they should. Of one-shot watches:
 *    phantom-event    a watch fired that was not left, or had fired already
 *    wrong-event      a watch fired for another change than it waits for
 *    spurious-event   a watch fired, and nothing had changed
 *    late-event       its session was answered from a state that has the change before the watch fired
 *    missed-event     the same, and the watch did not fire at all; or no watch of the run did, although watched
 *                     znodes changed and their sessions were served for long
 * Of persistent watches, while their session stays at its server:
 *    missed-event     fewer events came than there were changes
 *    duplicate-event  more events came than there were changes, or than the watch waits for
 *    wrong-event      an event has the zxid of another change
 *    event-order      events came that are not in the order of their zxids */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { verdictOf } from '../../src/checker/finding.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History } from '../../src/history/history.ts';
import { anomalyOf, type Findings, noFindings, togetherOf } from './findings.ts';
import { oneShots } from './one-shot.ts';
import { staying } from './staying.ts';
import type { Changes, Told, WatchingSession } from './story.ts';
import { changesOf, sessionsOf } from './story.ts';
import type { ReadEntry } from './trace.ts';

export const watches: Checker = { name: 'watches', perKey: false, check };

function check(history: History): Verdict {
  const changes = changesOf(history);
  const sessions = sessionsOf(history);
  const once = togetherOf(sessions.map(session => oneShots(session, changes)));
  const stay = togetherOf(sessions.map(session => staying(session, changes)));
  const followed = sessions.some(({ entries }) =>
    entries.some(({ entry }) => entry.kind === 'added'),
  );
  const both = togetherOf([once, followed ? stay : noFindings]);
  const silent = once.counts['one-shot watches fired'] === 0 ? neverFired(sessions, changes) : [];
  return verdictOf({
    anomalies: [...both.anomalies, ...silent],
    counts: { sessions: sessions.length, changes: changes.all.length, ...both.counts },
    doubts: [...doubtsOf(once), ...(followed ? doubtsOf(stay) : [])],
  });
}

/** Doubts for each required count that is 0. */
export function doubtsOf({ counts, needed }: Findings): readonly string[] {
  return needed.filter(name => (counts[name] ?? 0) === 0).map(name => `no ${name}`);
}

/** A session that is still served this long after a change has been at a server that applied it. */
const SERVED_AFTER_NS = 10e9;

/** One anomaly, of the first watch that should have fired; none where there is no such watch. */
function neverFired(
  sessions: readonly WatchingSession[],
  changes: Changes,
): readonly KnownAnomaly[] {
  for (const { entries } of sessions)
    for (const [at, { op, entry }] of entries.entries()) {
      if (entry.kind !== 'read' || !entry.watch) continue;
      const served = servedLong({ op, entry }, entries.slice(at + 1), changes);
      if (served === undefined) continue;
      const seen = `${entry.slot} ${entry.key} changed after it was read at ${entry.zxid}; its session was served ${SERVED_AFTER_NS / 1e9} s later, and no watch of the run ever fired`;
      return [anomalyOf('missed-event', seen, { op, entry }, served)];
    }
  return [];
}

/** The first answer to the session that came long enough after a change that the watch waits for. */
function servedLong(
  { entry }: Told<ReadEntry>,
  rest: readonly Told[],
  changes: Changes,
): Told | undefined {
  const change = changes.after(entry.slot, entry.key, BigInt(entry.zxid));
  if (change === undefined) return undefined;
  return rest.find(
    ({ op, entry: { kind } }) =>
      kind === 'read' && op.callNs > change.acknowledgedNs + SERVED_AFTER_NS,
  );
}
