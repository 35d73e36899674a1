/** A stored run as pages and plots draw it: what the reports tell, and what it was made of. */
import type { Key } from '../history/event.ts';
import type { History } from '../history/history.ts';
import type { RolesSeen } from '../store/roles.ts';
import type { RunReport } from './run-report.ts';

export interface RunView {
  readonly report: RunReport;
  readonly history: History;
  /** In order of time. */
  readonly roles: readonly RolesSeen[];
  /** Client threads: process p is of thread p mod concurrency. */
  readonly concurrency: number;
  /** ISO 8601. */
  readonly startedAt: string;
  /** What did not go as it should without ending the run. */
  readonly troubles: readonly string[];
}

/** Names of nodes in their natural order: `n2` before `n10`. */
export function nodesOf({ roles, history }: Pick<RunView, 'roles' | 'history'>): readonly string[] {
  const names = new Set(roles.flatMap(seen => Object.keys(seen.roles)));
  for (const { node } of history.eachOutcome()) if (node !== undefined) names.add(node);
  return [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** When the last event happened, in nanoseconds since the run's origin. */
export function endNsOf(history: History): number {
  return history.length === 0 ? 0 : history.event(history.length - 1).time;
}

/** How a key is shown. */
export function keyText(key: Key | undefined): string {
  return key === undefined ? '' : String(key);
}
