/** What shrinking a stored run needs. */
import type { TestPlan } from '../../store/records/plan.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import type { Terminal } from '../terminal.ts';

export interface ShrinkMeans {
  readonly terminal: Terminal;
  /** The folder of the stored run. */
  readonly folder: string;
  /** Its path as the user gave it. */
  readonly path: string;
  readonly plan: TestPlan;
  /** The entries that the plan names. */
  readonly repertoire: Repertoire;
  /** The folder of candidate runs, which is removed at the end. */
  readonly scratch: string;
  readonly stop: AbortSignal;
}
