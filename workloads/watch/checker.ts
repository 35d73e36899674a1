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

import { verdictOf } from '../../src/checker/finding.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History } from '../../src/history/history.ts';
import { type Findings, noFindings, togetherOf } from './findings.ts';
import { oneShots } from './one-shot.ts';
import { neverFired } from './silence.ts';
import { staying } from './staying.ts';
import { changesOf, sessionsOf } from './story.ts';

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

/** Of the counts that a run cannot do without. */
function doubtsOf({ counts, needed }: Findings): readonly string[] {
  return needed.filter(name => (counts[name] ?? 0) === 0).map(name => `no ${name}`);
}
