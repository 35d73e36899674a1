/** Runs an entry of the track record until the finding appears, and the control as often. */
import type { VerdictRecord } from '../../store/results.ts';
import type { RunOptions, TrackRecordEntry } from './entry.ts';

/** One run of an entry. */
export interface TryPlan {
  readonly kind: 'affected' | 'control';
  readonly server: string;
  readonly seed: number;
  readonly options: RunOptions;
}

/** How a run ended. */
export interface Tried {
  /** Absent where the run has no verdict. */
  readonly verdict?: VerdictRecord;
  /** Duration of the whole run, from its start to its verdict. */
  readonly seconds: number;
  /** Seconds into the run at which an anomaly of the entry was visible; absent if no anomaly has a time. */
  readonly shownAt?: number;
  readonly folder?: string;
  /** What the run wrote to stderr. */
  readonly said: string;
}

/** `found`: an anomaly of the entry; `other`: the run is invalid for another reason; `none`: no verdict. */
export type TryOutcome = 'found' | 'other' | 'valid' | 'unknown' | 'none';

export interface TryResult extends TryPlan {
  readonly outcome: TryOutcome;
  /** Types of the anomalies, each once. */
  readonly types: readonly string[];
  readonly seconds: number;
  readonly shownAt?: number;
  readonly folder?: string;
  readonly said: string;
}

interface Means {
  run(entry: TrackRecordEntry, plan: TryPlan): Promise<Tried>;
  /** Called with each try as it ends. */
  told(entry: TrackRecordEntry, result: TryResult): void;
  readonly stop: AbortSignal;
}

/** A number of tries; `atMost` stops at the first that finds the anomaly. */
export interface Tries {
  readonly count: number;
  readonly atMost: boolean;
}

/** Seeds count up from 1. Returns the tries in the order in which they ran: fewer if stopped. */
export async function reproduce(
  entry: TrackRecordEntry,
  { count, atMost }: Tries,
  means: Means,
): Promise<readonly TryResult[]> {
  const affected: TryResult[] = [];
  while (affected.length < count && !means.stop.aborted) {
    const result = await tryOnce(entry, affectedPlan(entry, affected.length + 1), means);
    affected.push(result);
    if (atMost && result.outcome === 'found') break;
  }
  const controls: TryResult[] = [];
  for (const { seed } of affected) {
    const plan = controlPlan(entry, seed);
    if (plan === undefined || means.stop.aborted) break;
    controls.push(await tryOnce(entry, plan, means));
  }
  return [...affected, ...controls];
}

function affectedPlan({ affected, options }: TrackRecordEntry, seed: number): TryPlan {
  return { kind: 'affected', server: affected, seed, options };
}

function controlPlan({ control, options }: TrackRecordEntry, seed: number): TryPlan | undefined {
  if (control === undefined) return undefined;
  return {
    kind: 'control',
    server: control.server,
    seed,
    options: { ...options, ...control.options },
  };
}

async function tryOnce(
  entry: TrackRecordEntry,
  plan: TryPlan,
  { run, told }: Means,
): Promise<TryResult> {
  const { verdict, ...tried } = await run(entry, plan);
  const types = typesIn(verdict);
  const result = { ...plan, ...tried, types, outcome: outcomeOf(entry, verdict, types) };
  told(entry, result);
  return result;
}

function typesIn(verdict: VerdictRecord | undefined): readonly string[] {
  const anomalies = (verdict?.checks ?? []).flatMap(({ verdict: each }) =>
    each.valid === false ? each.anomalies : [],
  );
  return [...new Set(anomalies.map(({ type }) => type))];
}

function outcomeOf(
  { anomalies }: TrackRecordEntry,
  verdict: VerdictRecord | undefined,
  types: readonly string[],
): TryOutcome {
  if (verdict === undefined) return 'none';
  if (verdict.valid === 'unknown') return 'unknown';
  if (verdict.valid) return 'valid';
  return types.some(type => anomalies.some(known => known === type)) ? 'found' : 'other';
}
