/** When faults come and go: the first within the first interval, then a heal and a strike in turn, two thirds to
 *  four thirds of an interval apart; at the end one more heal. A strike that was not seen to take effect is healed
 *  and repeated at once, up to MOST_REPEATS times in a row, and a kind of strike that was never seen to take effect
 *  comes before those that were. */
import type { Generator, GeneratorContext, Nemesis, NemesisOptions } from '../src/contract.ts';
import { once, sequence } from '../src/generator/index.ts';
import { lazy, onFirstAsk, pending, take } from '../src/generator/source.ts';
import type { Random } from '../src/random.ts';
import { tookEffect } from '../src/took-effect.ts';

type Invocation = Parameters<Nemesis['invoke']>[0];
type Event = Parameters<Generator['update']>[1];

/** Strikes in a row that may fail before the schedule takes its usual pace again. */
const MOST_REPEATS = 5;
/** Time between the acts that repeat a strike, as a share of the interval. */
const REPEAT_SHARE = 0.1;
/** Draws before a kind that was seen to take effect is accepted again. */
const MOST_DRAWS = 20;

export interface FaultPlan {
  /** Names the streams of chance of this family of faults. */
  readonly name: string;
  /** The next fault. */
  readonly strike: (random: Random) => Invocation;
  readonly heal: Invocation;
  /** The names of its strikes, where it has several: each comes until it was verified once. */
  readonly kinds?: readonly string[];
  /** The bounds of the time from a strike to its heal, in intervals; short times are as frequent as long ones.
   *  Default: two thirds to four thirds. */
  readonly lasts?: { readonly least: number; readonly most: number };
  /** Time from a heal to the next strike, as a share of the usual time. Default: 1. */
  readonly respite?: number;
  /** A strike that an operation of another nemesis has delayed beyond its time comes a respite after that operation,
   *  once. Default: it comes at once. */
  readonly yields?: boolean;
  /** What is done once more after the last heal, and healed again. Default: nothing. */
  readonly lastStrike?: Invocation;
}

/** The generators of a nemesis. */
export function faultSchedule(
  plan: FaultPlan,
  { intervalMs, random }: Pick<NemesisOptions, 'intervalMs' | 'random'>,
): Pick<Nemesis, 'generator' | 'finalGenerator'> {
  const { name, heal, lastStrike } = plan;
  const times = random.stream(`${name} times`);
  const faults = random.stream(`${name} faults`);
  const course = { plan, times, faults, intervalNs: intervalMs * 1e6 };
  const firstNs = times.float() * course.intervalNs;
  return {
    generator: onFirstAsk(({ timeNs }) =>
      turns(course, {
        striking: true,
        dueNs: Math.round(timeNs + firstNs),
        shown: new Set(),
        missed: 0,
      }),
    ),
    finalGenerator:
      lastStrike === undefined ? once(heal) : sequence(once(heal), once(lastStrike), once(heal)),
  };
}

/** What stays the same during a run. */
interface Course {
  readonly plan: FaultPlan;
  readonly times: Random;
  readonly faults: Random;
  readonly intervalNs: number;
}

/** What the schedule has seen. */
interface Progress {
  readonly striking: boolean;
  /** The next act comes no sooner. */
  readonly dueNs: number;
  /** Strikes that were verified. */
  readonly shown: ReadonlySet<string>;
  /** Strikes in a row that were not verified. */
  readonly missed: number;
  /** The act that was invoked last, while it is not completed. */
  readonly open?: Invocation;
  /** The next strike has been put off already. */
  readonly yielded?: true;
}

function turns(course: Course, progress: Progress): Generator {
  const act = lazy(() => (progress.striking ? drawn(course, progress) : course.plan.heal));
  const gapNs = lazy(() => gapAfter(course, progress));
  const respiteNs = lazy(() => gapAfter(course, { ...progress, striking: false }));
  const after = (dueNs: number): Generator => {
    const { yielded: _, ...rest } = progress;
    const then = { ...rest, open: act(), dueNs: Math.round(dueNs + gapNs()) };
    return turns(course, { ...then, striking: !progress.striking });
  };
  /** The schedule is asked at every operation of the load, and nearly always before its time. */
  const inTime = lazy(() => after(progress.dueNs));
  const self: Generator = {
    next: ({ free: [worker], timeNs }) => {
      if (worker === undefined) return pending(self);
      const dueNs = Math.max(timeNs, progress.dueNs);
      return take(
        { invocation: act(), process: worker.process, timeNs: dueNs },
        dueNs === progress.dueNs ? inTime() : after(dueNs),
      );
    },
    update: (context, event) => {
      if (isToYield(course, progress, context, event)) {
        const dueNs = Math.round(context.timeNs + respiteNs());
        return turns(course, { ...progress, dueNs, yielded: true });
      }
      const seen = completed(course, progress, context, event);
      return seen === progress ? self : turns(course, seen);
    },
  };
  return self;
}

/** A fault of a kind that was not verified yet, where draws find one. */
function drawn({ plan, faults }: Course, { shown, missed }: Progress): Invocation {
  const kinds = plan.kinds ?? [];
  const isWanted = missed < MOST_REPEATS && kinds.some(kind => !shown.has(kind));
  let fault = plan.strike(faults);
  for (let draw = 1; isWanted && shown.has(fault.f) && draw < MOST_DRAWS; draw++)
    fault = plan.strike(faults);
  return fault;
}

function gapAfter({ plan, times, intervalNs }: Course, { missed, striking }: Progress): number {
  const drawn = times.float();
  const gapNs = (2 / 3) * (1 + drawn) * intervalNs;
  if (striking) return plan.lasts === undefined ? gapNs : geometric(plan.lasts, drawn) * intervalNs;
  return isRepeating(missed) ? REPEAT_SHARE * intervalNs : (plan.respite ?? 1) * gapNs;
}

/** Returns a number between the bounds, which are above 0; `share` 0: the least, 1: the most. */
function geometric({ least, most }: NonNullable<FaultPlan['lasts']>, share: number): number {
  return least * (most / least) ** share;
}

const isRepeating = (missed: number): boolean => missed > 0 && missed <= MOST_REPEATS;

/** Whether an operation of another nemesis that is over now has delayed the next strike. */
function isToYield(
  { plan }: Course,
  { striking, dueNs, open, yielded }: Progress,
  { timeNs }: GeneratorContext,
  { process, type }: Event,
): boolean {
  const isAnothers = process === 'nemesis' && type !== 'invoke' && open === undefined;
  return plan.yields === true && striking && !yielded && isAnothers && dueNs < timeNs;
}

/** The progress once the open act has completed; the same one for any other event. */
function completed(
  { plan, intervalNs }: Course,
  progress: Progress,
  { timeNs }: GeneratorContext,
  event: Event,
): Progress {
  const { open, shown, missed, dueNs } = progress;
  if (open === undefined || event.type === 'invoke' || event.f !== open.f) return progress;
  const { open: _, ...rest } = progress;
  if (open.f === plan.heal.f) return rest;
  if (tookEffect(event)) return { ...rest, shown: new Set([...shown, open.f]), missed: 0 };
  const soonNs = Math.round(timeNs + REPEAT_SHARE * intervalNs);
  const repeats = isRepeating(missed + 1);
  return { ...rest, missed: missed + 1, dueNs: repeats ? Math.min(dueNs, soonNs) : dueNs };
}
