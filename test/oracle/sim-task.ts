/** A worker thread of the mutation table: one run on the sim, and what its checkers say. */

import { register } from 'node:module';
import { validOf } from '../../src/checker/verdict.ts';
import type { Verdict } from '../../src/contract.ts';
import { simTarget } from '../../src/ensemble/sim/target.ts';
import { decodeEvent } from '../../src/history/jsonl.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { type Judgement, type Simulated, simulate } from './simulate.ts';

/** An anomaly of a run that is invalid. */
export interface Shown {
  readonly checker: string;
  readonly type: string;
  readonly seen: string;
  /** Virtual seconds from the load's begin to the last operation of the anomaly. */
  readonly seconds: number;
}

export interface Judged {
  readonly valid: Verdict['valid'];
  /** The first anomaly. */
  readonly shown?: Shown;
  /** The first anomaly of each type that each checker found. */
  readonly anomalies: readonly Shown[];
  /** Why it is unknown. */
  readonly why?: string;
  /** Equal for runs in which clients sent and received the same. */
  readonly digest: string;
}

export interface SimTask {
  readonly plan: TestPlan;
  /** The id of a mutant of the sim; none if absent. */
  readonly mutant?: string;
}

export default async function judge({ plan, mutant }: SimTask): Promise<Judged> {
  const makeTarget = mutant === undefined ? simTarget : await mutantTarget(mutant);
  const { history, verdicts, traced, digest } = await simulate(plan, { makeTarget });
  const all = [...verdicts, ...traced];
  const lines = history.split('\n');
  const anomalies = all.flatMap(judgement => shownBy(judgement, lines));
  const whys = all.flatMap(({ verdict }) => (verdict.valid === 'unknown' ? verdict.why : []));
  const [shown] = anomalies;
  return {
    valid: validOf(all.map(({ verdict }) => verdict)),
    ...(shown !== undefined && { shown }),
    anomalies,
    ...(whys.length > 0 && { why: whys.join('; ') }),
    digest,
  };
}

let hasHooks = false;

async function mutantTarget(id: string): Promise<typeof simTarget> {
  if (!hasHooks) register(new URL('./mutant-hooks.js', import.meta.url));
  hasHooks = true;
  const url = new URL('../../src/ensemble/sim/target.js', import.meta.url);
  url.searchParams.set('mutant', id);
  const copy: { readonly simTarget: typeof simTarget } = await import(url.href);
  return copy.simTarget;
}

function shownBy({ checker, verdict }: Judgement, lines: Simulated['history'][]): readonly Shown[] {
  if (verdict.valid !== false) return [];
  const types = new Set<string>();
  return verdict.anomalies.flatMap(({ type, seen, operations }) => {
    if (types.has(type)) return [];
    types.add(type);
    return [{ checker, type, seen, seconds: secondsAt(lines, Math.max(...operations)) }];
  });
}

/** Zero where the anomaly names no operation. */
function secondsAt(lines: readonly string[], at: number): number {
  const line = lines[at];
  return line === undefined || line === '' ? 0 : decodeEvent(line, at).time / 1e9;
}
