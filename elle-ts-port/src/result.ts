/** The verdict on a history, in the shape that results are stored and printed in. */
import type { Existence } from './cycle/existence.ts';
import type { Step } from './cycle/step.ts';
import type { Op } from './history/event.ts';
import type { DirectAnomalies } from './inference.ts';
import { boundary } from './lattice/boundary.ts';
import { canonicalModel } from './lattice/models.ts';
import type { Unsound } from './sanity.ts';

type CycleFamily = 'G0' | 'G1c' | 'G-single-item' | 'G-nonadjacent-item' | 'G2-item';
export type CycleType = `${CycleFamily}${'' | '-process' | '-realtime'}`;

/** A cycle of transactions: `steps[i]` says why `cycle[i]` precedes `cycle[i + 1]`. */
export interface Cycle {
  readonly type: string;
  /** The first operation is repeated at the end. */
  readonly cycle: readonly Op[];
  readonly steps: readonly Step[];
}

/** Everything found, by type. */
export type Anomalies = DirectAnomalies & {
  readonly [type in CycleType]?: readonly Cycle[];
} & { readonly [type in Existence['type']]?: readonly Existence[] } & {
  /** No dependency could be inferred at all. */
  readonly 'empty-transaction-graph'?: true;
};

/** What was found, and the models it rules out: the weakest in `not`, all stronger ones in `also-not`. */
export interface Findings {
  readonly 'anomaly-types': readonly string[];
  readonly anomalies: Anomalies;
  readonly not: readonly string[];
  readonly 'also-not': readonly string[];
}

/** The requested models may hold. `extra`: anomalies that they allow. */
export interface ValidResult {
  readonly valid: true;
  readonly extra?: Findings;
}

/** `false`: a requested model cannot hold. `unknown`: nothing could be inferred, or `error` says why. */
export interface OtherResult extends Findings {
  readonly valid: false | 'unknown';
  readonly error?: Unsound;
  readonly extra?: Findings;
}

export type CheckResult = ValidResult | OtherResult;

const EMPTY_GRAPH = 'empty-transaction-graph';

/** The verdict from all that was found, and the set of anomalies that the requested models forbid. */
export function resultOf(found: Anomalies, prohibited: ReadonlySet<string>): CheckResult {
  const types = Object.keys(found).filter(type => isPresent(found, type));
  const reportable = types.filter(type => prohibited.has(type) || type === EMPTY_GRAPH);
  const reported = reportable.filter(type => !isExplained(type, reportable));
  const rest = types.filter(type => !reportable.includes(type));
  const extra = rest.length > 0 ? { extra: findings(found, rest, types) } : {};
  if (reported.length === 0) return { valid: true, ...extra };
  const valid = reported.some(type => prohibited.has(type)) ? false : 'unknown';
  return { valid, ...findings(found, reported, types), ...extra };
}

/** A history that can not be judged. */
export function unsoundResult(error: Unsound): CheckResult {
  return { valid: 'unknown', error, 'anomaly-types': [], anomalies: {}, not: [], 'also-not': [] };
}

function isPresent(found: Anomalies, type: string): boolean {
  const records = found[type as keyof Anomalies];
  return records === true || (records?.length ?? 0) > 0;
}

/** Tests whether another anomaly rules the model out: otherwise the mere existence of a cycle is reported. */
function isExplained(type: string, among: readonly string[]): boolean {
  const model = modelOfExistence(type);
  if (model === undefined) return false;
  const named = among.filter(other => modelOfExistence(other) === undefined);
  const { not, alsoNot } = boundary(named);
  return [...not, ...alsoNot].some(name => canonicalModel(name) === model);
}

function modelOfExistence(type: string): string | undefined {
  return /^(.*)-cycle-exists$/.exec(type)?.[1];
}

function findings(found: Anomalies, shown: readonly string[], all: readonly string[]): Findings {
  const { not, alsoNot } = boundary(all);
  const sorted = [...shown].sort();
  // a part of `found`, each type with its own records
  const anomalies = Object.fromEntries(
    sorted.map(type => [type, found[type as keyof Anomalies]]),
  ) as Anomalies;
  return { 'anomaly-types': sorted, anomalies, not, 'also-not': alsoNot };
}
