/** What several verdicts make together: invalid outweighs unknown, unknown outweighs valid. */
import type { Anomaly, Counts, Observed, Verdict } from '../contract.ts';

/** What all checks together say; none at all is unknown. */
export function validOf(verdicts: readonly Verdict[]): Verdict['valid'] {
  if (verdicts.some(({ valid }) => valid === false)) return false;
  return verdicts.length > 0 && verdicts.every(({ valid }) => valid === true) ? true : 'unknown';
}

/** One checker's verdicts on the shards of a history: all anomalies, all reasons, sums of the counts.
 * No shard at all is unknown. */
export function mergeShards(shards: readonly Verdict[]): Verdict {
  const seen = observedBy(shards);
  const [first, ...rest] = shards.flatMap((verdict): readonly Anomaly[] =>
    verdict.valid === false ? verdict.anomalies : [],
  );
  if (first !== undefined)
    return { valid: false, anomalies: [first, ...rest], ...foundBy(shards), ...seen };
  if (validOf(shards) === true) return { valid: true, ...seen };
  const reasons = shards.flatMap(verdict => (verdict.valid === 'unknown' ? [verdict.why] : []));
  const why = [...new Set(reasons)].join('; ') || 'there was nothing to check';
  return { valid: 'unknown', why, ...seen };
}

/** Sums the anomalies found by type; nothing where all of them are reported. */
function foundBy(shards: readonly Verdict[]): { readonly found?: Counts } {
  const broken = shards.filter(verdict => verdict.valid === false);
  if (broken.every(({ found }) => found === undefined)) return {};
  return {
    found: sumOf(
      broken.map(
        ({ anomalies, found }) => found ?? sumOf(anomalies.map(({ type }) => ({ [type]: 1 }))),
      ),
    ),
  };
}

function observedBy(shards: readonly Verdict[]): Observed {
  const notes = shards.flatMap(verdict => verdict.notes ?? []);
  return {
    counts: sumOf(shards.map(verdict => verdict.counts)),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** An unknown verdict and the reason for it. */
export function unknown(why: string, counts: Counts = {}): Verdict {
  return { valid: 'unknown', why, counts };
}

function sumOf(all: readonly Counts[]): Counts {
  const sum: Record<string, number> = {};
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
