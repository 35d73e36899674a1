/** What a check may be asked, and what follows from it. */

import type { Naming } from './cycle/witness.ts';
import type { RelationName } from './graph/relation.ts';
import type { History } from './history/history.ts';
import { IMPLIED_ANOMALIES } from './lattice/anomalies.ts';
import { implying, prohibited } from './lattice/boundary.ts';
import { canonicalModel, FORBIDDEN, knownModels } from './lattice/models.ts';

/** What may be assumed of registers, to infer the order of their versions. All off by default. */
export interface RegisterOptions {
  /** Each process sees the versions of a key in their order. */
  readonly sequentialKeys?: boolean;
  /** The versions of a key follow realtime. */
  readonly linearizableKeys?: boolean;
  /** A transaction that reads a key and then writes it makes the next version. */
  readonly wfrKeys?: boolean;
  /** The database's own order: index of a completion -> number; lower comes first. */
  readonly transactionOrder?: ReadonlyMap<number, number>;
  /** A transaction of unknown outcome counts as committed once one of its writes was read. */
  readonly infoWrites?: boolean;
}

/** A constraint that one transaction must come before another, by the indices of their completions. */
export interface KnownOrder {
  readonly from: number;
  readonly to: number;
  /** What it counts as in the names of cycles: `process` or `realtime` where it is not about data. */
  readonly relation: RelationName;
  /** For the explanation: `T1 < T2, because ...`. */
  readonly because: string;
}

export interface CheckOptions extends RegisterOptions {
  /** Models that should hold; `['strict-serializable']` by default, may be empty. */
  readonly models?: readonly string[];
  /** Anomalies that should not occur, beyond those the models forbid. */
  readonly anomalies?: readonly string[];
  /** How cycles get their names; `elle` by default. */
  readonly naming?: Naming;
  /** Orders known from elsewhere, beside those that are inferred; none by default. */
  readonly additionalGraphs?: readonly ((history: History) => Iterable<KnownOrder>)[];
}

/** An option that no check can follow. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** What the models and anomalies of the options forbid. @throws OptionError for an unknown name. */
export function forbiddenBy(options: CheckOptions): Set<string> {
  const models = (options.models ?? ['strict-serializable']).map(requireModel);
  const anomalies = (options.anomalies ?? []).map(requireAnomaly);
  return new Set([...prohibited(models), ...implying(anomalies)]);
}

function requireModel(name: string): string {
  const model = canonicalModel(name);
  if (model !== undefined) return model;
  throw new OptionError(
    `model: expected one of ${knownModels().join(', ')}; found ${JSON.stringify(name)}`,
  );
}

function requireAnomaly(name: string): string {
  const known = new Set([...IMPLIED_ANOMALIES.flat(), ...FORBIDDEN.map(([, anomaly]) => anomaly)]);
  if (known.has(name)) return name;
  throw new OptionError(
    `anomaly: expected one of ${[...known].sort().join(', ')}; found ${JSON.stringify(name)}`,
  );
}
