/** Derives plans with fewer steps than their schedule has. */
import { splitAim } from '../../../nemesis/aim.ts';
import { durationMs, durationText } from '../../run/schedule/duration.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import type { ScheduleStep } from '../../store/schedule.ts';

/** How long the load runs before the first step and after the last one. */
const LEAD_MS = 3_000;
const TAIL_MS = 20_000;
/** How many steps before an anomaly are tried first. */
const BEFORE = [2, 4, 8];

type Steps = readonly ScheduleStep[];

/** Returns the plan with this schedule and the nemeses that it names. If all steps have a time, the load is
 * no longer than they need. */
export function withSteps(plan: TestPlan, given: Steps, path: string): TestPlan {
  const steps = sooner(given);
  const lastMs = timesOf(steps)?.at(-1);
  const timeLimitMs =
    lastMs === undefined
      ? plan.timeLimitMs
      : Math.min(plan.timeLimitMs, Math.ceil(lastMs) + TAIL_MS);
  return { ...plan, nemeses: nemesesIn(steps), timeLimitMs, schedule: { path, steps } };
}

/** Returns plans with either half of the steps alone, then plans without ever smaller parts of the steps.
 * Parts smaller than a half are not tried alone: they rarely show an anomaly that the half does not, and a
 * try takes a minute. */
export function fewerSteps(plan: TestPlan): readonly TestPlan[] {
  const { steps = [], path = '' } = plan.schedule ?? {};
  const halves = windows(steps.length, Math.ceil(steps.length / 2));
  const parts = [
    ...halves.map(([from, to]) => steps.slice(from, to)),
    ...sizes(steps.length)
      .flatMap(size => windows(steps.length, size))
      .map(([from, to]) => steps.toSpliced(from, to - from)),
  ];
  const fewer = parts.filter(part => part.length > 0 && part.length < steps.length);
  return distinct(fewer).map(part => withSteps(plan, part, path));
}

/** Returns the steps around a time, in ever larger windows with twice as many steps after it as before it;
 * none if a step has no time. */
export function stepsNear(steps: Steps, timeMs: number): readonly Steps[] {
  const at = timesOf(steps)?.findIndex(time => time > timeMs) ?? -1;
  if (at < 0) return [];
  const parts = BEFORE.map(count => steps.slice(Math.max(0, at - count), at + 2 * count));
  return distinct(parts).filter(part => part.length < steps.length);
}

/** Returns the nemeses that the steps name, each once; `none` if the steps only wait. */
export function nemesesIn(steps: Steps): readonly string[] {
  const named = steps.flatMap(({ strike, heal }) => strike ?? heal ?? []);
  const names = [...new Set(named.map(text => splitAim(text).name))];
  return names.length === 0 ? ['none'] : names;
}

/** Returns sizes: half of the steps, a quarter, ..., one. */
function sizes(count: number): readonly number[] {
  const found: number[] = [];
  for (let size = Math.ceil(count / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    found.push(size);
  return found;
}

/** Returns consecutive parts of that size: [from, to). */
function windows(count: number, size: number): readonly (readonly [number, number])[] {
  const starts = Array.from({ length: Math.ceil(count / size) }, (_, at) => at * size);
  return starts.map(from => [from, Math.min(count, from + size)] as const);
}

function distinct(parts: readonly Steps[]): readonly Steps[] {
  return [...new Map(parts.map(part => [JSON.stringify(part), part])).values()];
}

/** Moves the steps as early as allowed, keeping the times between them. */
function sooner(steps: Steps): Steps {
  const [firstMs] = timesOf(steps) ?? [];
  if (firstMs === undefined || firstMs <= LEAD_MS) return steps;
  return steps.map(step => ({
    ...step,
    at: durationText(durationMs(step.at ?? '0 s') - firstMs + LEAD_MS),
  }));
}

/** Returns the times of the steps; undefined if one has none. */
function timesOf(steps: Steps): readonly number[] | undefined {
  const times = steps.flatMap(({ at }) => (at === undefined ? [] : [durationMs(at)]));
  return times.length === steps.length ? times : undefined;
}
