/** The faults of a run as its schedule has them: one step after the other. */
import type { Generator, GeneratorContext, Nemesis } from '../../contract.ts';
import { DONE, lazy, pending, take } from '../../generator/source.ts';
import type { Event, Invocation } from '../../history/event.ts';
import type { ScheduleStep } from '../../store/schedule.ts';
import { type Condition, isConditionRefusal, parseCondition } from './condition.ts';
import { durationMs } from './duration.ts';
import { type Facts, holds } from './facts.ts';

/** A part of a step: it waits, and then acts where it has something to do. */
export interface ScriptPart {
  /** The number of its step, from 1. */
  readonly step: number;
  /** Not before, from the beginning of the load. */
  readonly atNs: number;
  /** Not before, from the end of the part before. */
  readonly afterNs: number;
  readonly condition?: Condition;
  /** Draws the operation. */
  readonly act?: () => Invocation;
}

interface Means {
  readonly nemeses: readonly Nemesis[];
  /** A nemesis that is aimed as the text says, from which a strike is drawn. */
  readonly aimed: (text: string, step: number) => Nemesis;
}

/** The parts of all steps. @throws RangeError where a step does not fit the nemeses, which validation refuses. */
export function partsOf(steps: readonly ScheduleStep[], means: Means): readonly ScriptPart[] {
  return steps.flatMap((step, at) => {
    const number = at + 1;
    const { at: notBefore = '0 s', after = '0 s', when, until } = step;
    const act = actOf(step, number, means);
    const waits = { step: number, atNs: 0, afterNs: 0 };
    return [
      {
        step: number,
        atNs: durationMs(notBefore) * 1e6,
        afterNs: durationMs(after) * 1e6,
        ...(when !== undefined && { condition: conditionOf(when) }),
        ...(act !== undefined && { act: lazy(act) }),
      },
      ...(until === undefined ? [] : [{ ...waits, condition: conditionOf(until) }]),
    ];
  });
}

export function conditionsOf(parts: readonly ScriptPart[]): readonly Condition[] {
  return parts.flatMap(({ condition }) => (condition === undefined ? [] : [condition]));
}

function conditionOf(text: string): Condition {
  const condition = parseCondition(text);
  if (!isConditionRefusal(condition)) return condition;
  throw new RangeError(`expected ${condition.expected}, found ${condition.found}`);
}

function actOf(
  { strike, heal, operation, value }: ScheduleStep,
  step: number,
  { nemeses, aimed }: Means,
): (() => Invocation) | undefined {
  if (heal !== undefined) {
    const heals = named(nemeses, heal).operations.flatMap(each => each.heal ?? []);
    const f = oneOf(heals, operation, `steps[${step - 1}]: a heal of ${heal}`);
    return () => ({ f, value: null });
  }
  if (strike === undefined) return undefined;
  const [name = strike] = strike.split(':', 1);
  const strikes = named(nemeses, name).operations.map(each => each.strike);
  const f = oneOf(strikes, operation, `steps[${step - 1}]: a strike of ${name}`);
  if (value !== undefined) return () => ({ f, value });
  return () => firstStrike(aimed(strike, step), operation === undefined ? strikes : [f]);
}

/** The operation that is wanted, or the first. */
function oneOf(known: readonly string[], wanted: string | undefined, what: string): string {
  const found = wanted ?? known[0];
  if (found !== undefined && known.includes(found)) return found;
  throw new RangeError(`${what}: expected one of ${known.join(', ')}, found ${found ?? 'none'}`);
}

/** How many strikes of a nemesis are drawn until one has the name that a step wants. */
const MOST_DRAWS = 100;
const NEMESIS = { process: 'nemesis', thread: 'nemesis' } as const;

/** The first strike of one of these names that a nemesis would plan. */
function firstStrike({ name, generator }: Nemesis, wanted: readonly string[]): Invocation {
  let left = generator;
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const next = left.next({ timeNs: 0, free: [NEMESIS], all: [NEMESIS] });
    if (next.kind !== 'op') break;
    if (wanted.includes(next.op.invocation.f)) return next.op.invocation;
    left = next.then;
  }
  throw new RangeError(`nemesis ${name}: expected it to plan ${wanted.join(' or ')}, found none`);
}

function named(nemeses: readonly Nemesis[], name: string): Nemesis {
  const found = nemeses.find(each => each.name === name);
  if (found !== undefined) return found;
  throw new RangeError(`expected a nemesis of the run, found ${name}`);
}

/** A schedule while it is done. */
export class Script {
  readonly parts: readonly ScriptPart[];
  readonly facts: () => Facts;
  /** The part that is next or being done, from 0. */
  position = 0;

  constructor(parts: readonly ScriptPart[], facts: () => Facts) {
    this.parts = parts;
    this.facts = facts;
  }

  generator(): Generator {
    return partAt(this, { position: 0, sinceNs: 0, isActing: false });
  }

  /** The number of the step that is not done yet; undefined where all are. */
  get left(): number | undefined {
    return this.parts[this.position]?.step;
  }
}

interface Place {
  readonly position: number;
  /** The end of the part before. */
  readonly sinceNs: number;
  readonly isActing: boolean;
}

function partAt(script: Script, { position, sinceNs, isActing }: Place): Generator {
  const part = script.parts[position];
  /** When the wait began. */
  const then = lazy(script.facts);
  const done = (nowNs: number): Generator =>
    partAt(script, { position: position + 1, sinceNs: nowNs, isActing: false });
  /** The parts after a wait that is over: no operation leads there. */
  let passed: Generator | undefined;
  const self: Generator = {
    next: context => {
      if (passed !== undefined) return passed.next(context);
      script.position = position;
      if (part === undefined) return DONE;
      const timeNs = Math.max(context.timeNs, part.atNs, sinceNs + part.afterNs);
      if (isActing || !isReady(part, { script, context, then, timeNs })) return pending(self);
      if (part.act === undefined) {
        passed = done(context.timeNs);
        return passed.next(context);
      }
      const [worker] = context.free;
      if (worker === undefined) return pending(self);
      const op = { invocation: part.act(), process: worker.process, timeNs };
      return take(op, partAt(script, { position, sinceNs, isActing: true }));
    },
    update: (context, event: Event) => {
      if (passed !== undefined) return passed.update(context, event);
      return isActing && event.type !== 'invoke' ? done(context.timeNs) : self;
    },
  };
  return self;
}

interface Wait {
  readonly script: Script;
  readonly context: GeneratorContext;
  readonly then: () => Facts;
  /** When the part may come. */
  readonly timeNs: number;
}

/** An operation may be planned ahead of its time, unless it waits for something. */
function isReady({ condition, act }: ScriptPart, { script, context, then, timeNs }: Wait): boolean {
  const before = then();
  if (condition === undefined) return act !== undefined || timeNs <= context.timeNs;
  return timeNs <= context.timeNs && holds(condition, script.facts(), before);
}
