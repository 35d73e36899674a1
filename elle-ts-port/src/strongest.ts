/** The strongest models that a history still allows. */
import { check } from './check.ts';
import type { History } from './history/history.ts';
import { impossible, strongestOf } from './lattice/boundary.ts';
import { friendlyModel, JUDGED_MODELS } from './lattice/models.ts';
import type { RegisterOptions } from './options.ts';
import type { CheckResult } from './result.ts';

/**
 * Returns the models, among those whose anomalies are searched, that nothing found rules out and no such
 * stronger model implies; friendly names, sorted. Looks twice: by realtime and by sessions.
 */
export function strongestModels(history: History, options: RegisterOptions = {}): string[] {
  const models = ['strict-serializable', 'strong-session-serializable'];
  const found = models.flatMap(model => typesOf(check(history, { ...options, models: [model] })));
  const out = impossible(found);
  const possible = [...JUDGED_MODELS].filter(model => !out.has(model));
  return strongestOf(possible).map(friendlyModel).sort();
}

/** Everything found, whether the requested models forbid it or not. */
function typesOf(result: CheckResult): readonly string[] {
  const reported = result.valid === true ? [] : result['anomaly-types'];
  return [...reported, ...(result.extra?.['anomaly-types'] ?? [])];
}
