/** The faults of a load: those of the plan's schedule, or those that the scheduler decides; recorded either way. */
import type { Generator } from '../../contract.ts';
import type { Event } from '../../history/event.ts';
import type { ScheduleStep } from '../../store/schedule.ts';
import type { LoadRequest } from '../request.ts';
import { scheduled } from '../scheduler.ts';
import { RecordedSteps } from './recorded.ts';
import { conditionsOf, Script, type ScriptPart } from './script.ts';
import { Watch } from './watch.ts';

export interface Faults {
  readonly generator: Generator;
  readonly watch: Watch;
  /** Every stamped event of the run, in order. */
  event(event: Event): void;
  /** The load is over: nothing more is recorded. Returns why the run shows less than its schedule. */
  end(): readonly string[];
  /** What was done during the load. */
  steps(): readonly ScheduleStep[];
}

export function faultsOf(request: LoadRequest): Faults {
  const { nemeses, parts = [] } = request;
  const watch = new Watch(conditionsOf(parts), request);
  const script = new Script(parts, () => watch.facts());
  const recorded = new RecordedSteps(nemeses);
  let isOver = false;
  return {
    generator: request.parts === undefined ? chosen(request) : script.generator(),
    watch,
    event: event => {
      watch.event(event);
      if (!isOver) recorded.event(event);
    },
    end: () => {
      isOver = true;
      return doubtsOf(script, parts);
    },
    steps: () => recorded.steps,
  };
}

function chosen({ nemeses, plan, random }: LoadRequest): Generator {
  return scheduled(nemeses, {
    random: random.stream('scheduler'),
    intervalMs: plan.nemesisIntervalMs,
    ...(plan.survivors === 'majority' && { places: 1 }),
  });
}

function doubtsOf({ left }: Script, parts: readonly ScriptPart[]): readonly string[] {
  if (left === undefined) return [];
  const count = parts.at(-1)?.step;
  return [
    `schedule: expected all ${count} steps to be done, found that the load ended during step ${left}; give it more time`,
  ];
}
