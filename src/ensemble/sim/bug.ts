/** What a planted bug is: a rule of the model replaced. */
import type { AnomalyType } from '../../anomalies.ts';
import type { ReadStrength } from '../../contract.ts';
import type { Rules } from './rules.ts';

export interface Bug {
  readonly name: string;
  /** The promise it breaks. */
  readonly promise: string;
  /** What the server does wrong. */
  readonly breaks: string;
  /** The run that must show it. */
  readonly shownBy: ShownBy;
  readonly rules: Partial<Rules>;
}

/** The run that shows a bug, except for what the bug declares. */
export const SHOWN_ON = { nodes: 5, concurrency: 10, nemesisInterval: 5 } as const;

/** The run that shows a bug, by the names of the registries; other settings are those of `SHOWN_ON`. */
export interface ShownBy {
  readonly workload: string;
  /** The anomalies that the workload's checker may report for the bug. */
  readonly anomalies: readonly AnomalyType[];
  readonly nemeses: readonly string[];
  readonly reads?: ReadStrength;
  readonly clients?: 'roaming';
  readonly observers?: number;
  readonly nodes?: number;
  /** Operations a second. */
  readonly rate?: number;
  /** Mean seconds between two acts of a nemesis. */
  readonly nemesisInterval?: number;
}

/** The shortest run that shows most bugs of one server: the workload `api` without faults on three servers. */
export const shownByApi = (...anomalies: ShownBy['anomalies']): ShownBy => ({
  workload: 'api',
  nemeses: ['none'],
  anomalies,
  nodes: 3,
});

/** The same under a fault, which comes often. */
export const shownByApiUnder = (nemesis: string, ...anomalies: ShownBy['anomalies']): ShownBy => ({
  ...shownByApi(...anomalies),
  nemeses: [nemesis],
  nemesisInterval: 3,
});
