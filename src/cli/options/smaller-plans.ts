/** Plans that are smaller than one by one step: fewer faults, nodes, clients or keys, a shorter or slower
 *  load. What helps most to understand a violation comes first. Pure. */
import type { TestPlan } from '../../store/plan.ts';

const LEAST_LOAD_MS = 1_000;
/** Fewer voters have no minority. */
const LEAST_NODES = 3;

export function smallerPlans(plan: TestPlan): readonly TestPlan[] {
  const { nodes, observers, timeLimitMs, concurrency, rate, keys } = plan;
  const steps: readonly (Partial<TestPlan> | false)[] = [
    ...fewerFaults(plan.nemeses),
    observers > 0 && { observers: observers - 1 },
    nodes > LEAST_NODES && { nodes: Math.max(LEAST_NODES, nodes - 2) },
    timeLimitMs >= 2 * LEAST_LOAD_MS && { timeLimitMs: Math.floor(timeLimitMs / 2) },
    concurrency > nodes && { concurrency: Math.max(nodes, Math.floor(concurrency / 2)) },
    rate > 1 && { rate: Math.ceil(rate / 2) },
    keys > 1 && { keys: Math.ceil(keys / 2) },
  ];
  return steps.flatMap(step => (step === false ? [] : [{ ...plan, ...step }]));
}

/** Without one of them; a run without any names none. */
function fewerFaults(nemeses: readonly string[]): readonly Partial<TestPlan>[] {
  return nemeses.flatMap((name, at) => {
    const left = nemeses.toSpliced(at, 1);
    return name === 'none' ? [] : [{ nemeses: left.length === 0 ? ['none'] : left }];
  });
}
