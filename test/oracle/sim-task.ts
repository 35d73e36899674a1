/** A worker thread of the mutation table: one run on the sim, and what its checkers say. */

import { validOf } from '../../src/checker/verdict.ts';
import type { Verdict } from '../../src/contract.ts';
import { decodeEvent } from '../../src/history/jsonl.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { type Simulated, simulate } from './simulate.ts';

/** The first anomaly of a run that is invalid. */
export interface Shown {
  readonly checker: string;
  readonly type: string;
  readonly seen: string;
  /** Virtual seconds from the load's begin to the last operation of the anomaly. */
  readonly seconds: number;
}

export interface Judged {
  readonly valid: Verdict['valid'];
  readonly shown?: Shown;
  /** Why it is unknown. */
  readonly why?: string;
}

export default async function judge(plan: TestPlan): Promise<Judged> {
  const { history, verdicts } = await simulate(plan);
  const valid = validOf(verdicts.map(({ verdict }) => verdict));
  for (const { checker, verdict } of verdicts) {
    if (verdict.valid === false) return { valid, shown: shownBy(checker, verdict, history) };
  }
  const whys = verdicts.flatMap(({ verdict }) => (verdict.valid === 'unknown' ? verdict.why : []));
  return whys.length === 0 ? { valid } : { valid, why: whys.join('; ') };
}

function shownBy(
  checker: string,
  { anomalies: [{ type, seen, operations }] }: Verdict & { readonly valid: false },
  history: Simulated['history'],
): Shown {
  const last = Math.max(...operations);
  const seconds = decodeEvent(history.split('\n')[last] ?? '{}', last).time / 1e9;
  return { checker, type, seen, seconds };
}
