/** Combines what the options contribute to plans, and derives smaller plans. */
import type { TestPlan } from '../../store/records/plan.ts';
import type { Settings } from './config.ts';
import type { PlanPart } from './row.ts';
import { isOptionKey, OPTION_KEYS, ROWS } from './rows.ts';

/** Returns the part of a plan that the options among `keys` decide. */
export function partOf(settings: Settings, keys: readonly string[]): PlanPart {
  return keys.filter(isOptionKey).reduce<PlanPart>((plan, key) => {
    const value = settings[key];
    return value === undefined ? plan : merged(plan, ROWS[key].toPlan?.(value, settings) ?? {});
  }, {});
}

/** Returns the fields of a plan that come from the options among `keys`. */
export function partIn(plan: TestPlan, keys: readonly string[]): PlanPart {
  const fields = keys.filter(isOptionKey).flatMap(key => {
    const value = ROWS[key].fromPlan?.(plan);
    return value === undefined ? [] : Object.keys(ROWS[key].toPlan?.(value, plan) ?? {});
  });
  return Object.fromEntries(Object.entries(plan).filter(([field]) => fields.includes(field)));
}

function merged(plan: PlanPart, part: PlanPart): PlanPart {
  const before: Readonly<Record<string, unknown>> = plan;
  const fields = Object.entries(part).map(([field, value]) => {
    const isShared = typeof value === 'object' && !Array.isArray(value);
    return [field, isShared ? Object.assign({}, before[field], value) : value];
  });
  return { ...plan, ...Object.fromEntries(fields) };
}

/** Returns plans that are smaller than `plan` by one step: fewer faults, nodes, clients or keys, a shorter or
 * slower load. The step that helps most to understand a violation comes first. */
export function smallerPlans(plan: TestPlan): readonly TestPlan[] {
  return OPTION_KEYS.flatMap(key => ROWS[key].smaller ?? [])
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ steps }) => steps(plan))
    .map(step => ({ ...plan, ...step }));
}
