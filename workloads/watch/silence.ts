/** Finds that no one-shot watch of a run fired at all, although watched znodes changed while the sessions were served:
 *  no lack of evidence, but events that are missing. */
import type { KnownAnomaly } from '../../src/anomalies.ts';
import { anomalyOf } from './findings.ts';
import type { Changes, Told, WatchingSession } from './story.ts';
import type { ReadEntry } from './trace.ts';

/** A session that is served so long after a change has been at a server that applied it. */
const SERVED_AFTER_NS = 10e9;

/** One anomaly, of the first watch that should have fired; none where there is no such watch. */
export function neverFired(
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
