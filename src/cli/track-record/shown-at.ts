/** Computes when a run showed the violation that an entry of the track record expects. */
import type { History } from '../../history/history.ts';
import type { VerdictRecord } from '../../store/results.ts';
import type { TrackRecordEntry } from './entry.ts';

/** Returns the time of the run, in nanoseconds, by which every operation of the earliest expected anomaly had
 * completed; undefined if no such anomaly names an operation. A loss that only the final reads show is as
 * late as these reads. */
export function shownAtNs(
  { anomalies }: Pick<TrackRecordEntry, 'anomalies'>,
  { checks }: Pick<VerdictRecord, 'checks'>,
  history: History,
): number | undefined {
  const expected = checks
    .flatMap(({ verdict }) => (verdict.valid === false ? verdict.anomalies : []))
    .filter(({ type }) => anomalies.some(known => known === type));
  const ends = endsOf(new Set(expected.flatMap(({ operations }) => operations)), history);
  const shown = expected.flatMap(({ operations }) => {
    const times = operations.flatMap(index => ends.get(index) ?? []);
    return times.length === 0 ? [] : [times.reduce((a, b) => Math.max(a, b))];
  });
  return shown.length === 0 ? undefined : shown.reduce((a, b) => Math.min(a, b));
}

/** Returns the completion times of these events' operations, by event; the invocation time if an operation
 * never completed. */
function endsOf(indices: ReadonlySet<number>, history: History): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  for (const { index, completionIndex = index, completedNs, callNs } of history.eachOutcome())
    for (const each of [index, completionIndex])
      if (indices.has(each)) ends.set(each, completedNs ?? callNs);
  return ends;
}
