/** Plans with fewer steps than their schedule has. */
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

/** The plan with this schedule and the nemeses that it names. Where all steps have a time, the load is no longer
 *  than they need. */
export function withSteps(plan: TestPlan, given: Steps, path: string): TestPlan {
  const steps = sooner(given);
  const lastMs = timesOf(steps)?.at(-1);
  const timeLimitMs =
    lastMs === undefined
      ? plan.timeLimitMs
      : Math.min(plan.timeLimitMs, Math.ceil(lastMs) + TAIL_MS);
  return { ...plan, nemeses: nemesesIn(steps), timeLimitMs, schedule: { path, steps } };
}

/** The plans of each half of the steps alone, then of all but some, in ever smaller parts. Nothing smaller than a half is
 *  tried alone: an anomaly that a half does not show is not expected of a part of it, and a try takes a minute. */
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

/** The steps around a time, in ever larger parts: twice as many come after it as before it. None where a step has no
 *  time. */
export function stepsNear(steps: Steps, timeMs: number): readonly Steps[] {
  const at = timesOf(steps)?.findIndex(time => time > timeMs) ?? -1;
  if (at < 0) return [];
  const parts = BEFORE.map(count => steps.slice(Math.max(0, at - count), at + 2 * count));
  return distinct(parts).filter(part => part.length < steps.length);
}

/** The nemeses that the steps name, each once; `none` where they only wait. */
export function nemesesIn(steps: Steps): readonly string[] {
  const named = steps.flatMap(({ strike, heal }) => strike ?? heal ?? []);
  const names = [...new Set(named.map(text => splitAim(text).name))];
  return names.length === 0 ? ['none'] : names;
}

/** Half of the steps, a quarter, ..., one. */
function sizes(count: number): readonly number[] {
  const found: number[] = [];
  for (let size = Math.ceil(count / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    found.push(size);
  return found;
}

/** Parts of that size, one after the other: [from, to). */
function windows(count: number, size: number): readonly (readonly [number, number])[] {
  const starts = Array.from({ length: Math.ceil(count / size) }, (_, at) => at * size);
  return starts.map(from => [from, Math.min(count, from + size)] as const);
}

function distinct(parts: readonly Steps[]): readonly Steps[] {
  return [...new Map(parts.map(part => [JSON.stringify(part), part])).values()];
}

/** The steps as early as the first one may come; the times between them stay. */
function sooner(steps: Steps): Steps {
  const [firstMs] = timesOf(steps) ?? [];
  if (firstMs === undefined || firstMs <= LEAD_MS) return steps;
  return steps.map(step => ({
    ...step,
    at: durationText(durationMs(step.at ?? '0 s') - firstMs + LEAD_MS),
  }));
}

/** The times of the steps; undefined where one has none. */
function timesOf(steps: Steps): readonly number[] | undefined {
  const times = steps.flatMap(({ at }) => (at === undefined ? [] : [durationMs(at)]));
  return times.length === steps.length ? times : undefined;
}
