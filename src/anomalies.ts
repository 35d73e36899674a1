/** The table of anomalies: every type that a checker of ours may report, printed into docs/reference.md. */
import { ofRecipes } from './anomalies/recipes.ts';
import type { AnomalyRow } from './anomalies/row.ts';
import { ofSessions } from './anomalies/sessions.ts';
import { ofStates } from './anomalies/states.ts';
import { ofTransactions } from './anomalies/transactions.ts';
import type { Anomaly } from './contract.ts';

export { type AnomalyRow, SOURCES } from './anomalies/row.ts';

export type AnomalyType =
  | keyof typeof ofStates
  | keyof typeof ofSessions
  | keyof typeof ofRecipes
  | keyof typeof ofTransactions;

/** An anomaly of a type in the table. Checkers from outside may report types of their own. */
export interface KnownAnomaly extends Anomaly {
  readonly type: AnomalyType;
}

export const ANOMALIES: Readonly<Record<AnomalyType, AnomalyRow>> = {
  ...ofStates,
  ...ofSessions,
  ...ofRecipes,
  ...ofTransactions,
};

export function isAnomalyType(type: string): type is AnomalyType {
  return Object.hasOwn(ANOMALIES, type);
}

/** Reads a type that comes as text. @throws TypeError if the table does not contain the type. */
export function anomalyTypeOf(type: string): AnomalyType {
  if (isAnomalyType(type)) return type;
  throw new TypeError(
    `expected a type of the table in src/anomalies.ts, found ${JSON.stringify(type)}; add a row`,
  );
}
