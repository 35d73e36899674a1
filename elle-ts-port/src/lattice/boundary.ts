/** What models forbid, and what anomalies rule out. */
import { IMPLIED_ANOMALIES } from './anomalies.ts';
import { adjacency, reachable, reversed } from './digraph.ts';
import { FORBIDDEN, friendlyModel, MODELS } from './models.ts';

const IMPLIED = adjacency(IMPLIED_ANOMALIES);
const IMPLYING = adjacency(reversed(IMPLIED_ANOMALIES));
const WEAKER = adjacency(MODELS);
const STRONGER = adjacency(reversed(MODELS));

/** The models that an anomaly rules out: the weakest ones, and all the others. Friendly names, sorted. */
interface Boundary {
  readonly not: readonly string[];
  readonly alsoNot: readonly string[];
}

/** The anomalies given, and all that imply one of them. */
export function implying(anomalies: Iterable<string>): Set<string> {
  return reachable(IMPLYING, anomalies);
}

/** The anomalies given, and all that they imply. */
export function implied(anomalies: Iterable<string>): Set<string> {
  return reachable(IMPLIED, anomalies);
}

/** Every anomaly that the models, or anything weaker, rule out. Takes our names of models. */
export function prohibited(models: Iterable<string>): Set<string> {
  const weaker = reachable(WEAKER, models);
  return implying(FORBIDDEN.filter(([model]) => weaker.has(model)).map(([, anomaly]) => anomaly));
}

/** Every model that cannot hold where the anomalies are present. Our names. */
export function impossible(anomalies: Iterable<string>): Set<string> {
  const present = implied(anomalies);
  const forbidding = FORBIDDEN.filter(([, anomaly]) => present.has(anomaly));
  return stronger(forbidding.map(([model]) => model));
}

/** The models given, and all that are stronger. */
export function stronger(models: Iterable<string>): Set<string> {
  return reachable(STRONGER, models);
}

/** Returns the models of `models` that no other of them is stronger than. */
export function strongestOf(models: readonly string[]): string[] {
  return models.filter(
    model => !models.some(other => other !== model && stronger([model]).has(other)),
  );
}

/** Splits what the anomalies rule out into the weakest models and the rest. */
export function boundary(anomalies: Iterable<string>): Boundary {
  const out = impossible(anomalies);
  const isWeakest = (model: string): boolean => !WEAKER.get(model)?.some(weaker => out.has(weaker));
  const names = (models: readonly string[]): string[] => models.map(friendlyModel).sort();
  const all = [...out];
  return { not: names(all.filter(isWeakest)), alsoNot: names(all.filter(m => !isWeakest(m))) };
}
