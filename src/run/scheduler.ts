/** The scheduler: decides which fault of a run strikes when.
 *
 * Every nemesis plans its own strikes and heals. Up to PLACES nemeses whose faults may cost the quorum keep their own
 * times. The faults of more would cover each other most of the time, so the scheduler admits their strikes:
 *   - one fault after the other, with a respite between a heal and the next strike;
 *   - now and then a second fault while the first one is active, of another part of the system: a kill during a cut;
 *   - now and then a strike right after a heal, while servers still synchronise;
 *   - a nemesis without a verified fault before those that have one.
 * Heals, and the faults of nemeses that leave the quorum alone, come as they are planned. */
import type { Generator, GeneratorContext, Nemesis, Next } from '../contract.ts';
import { any } from '../generator/index.ts';
import { DONE, lazy, pending, take } from '../generator/source.ts';
import type { Event, Invocation } from '../history/event.ts';
import type { Random } from '../random.ts';
import { tookEffect } from '../took-effect.ts';

/** Nemeses that strike as they plan, and the most faults of the others at once. */
const PLACES = 2;
/** How often a fault may be joined by another. */
const JOINED_SHARE = 0.5;
/** How often a strike follows a heal at once. */
const HASTE_SHARE = 0.25;
/** Time between a heal and the next strike otherwise, in intervals. */
const RESPITE = { least: 1 / 3, span: 1 / 3 };

type Planned = Pick<Nemesis, 'generator' | 'operations'>;

interface SchedulerOptions {
  readonly random: Random;
  readonly intervalMs: number;
  /** The most faults that may cost the quorum at once. Default: PLACES. */
  readonly places?: number;
}

/** Returns the operations of all nemeses, in the order in which they are to be invoked. */
export function scheduled(nemeses: readonly Planned[], options: SchedulerOptions): Generator {
  const { places = PLACES } = options;
  const crowd = nemeses.filter(mayCostQuorum);
  if (crowd.length <= places) return any(...nemeses.map(({ generator }) => generator));
  const others = nemeses.filter(nemesis => !mayCostQuorum(nemesis));
  const admitting = {
    ...options,
    places,
    lanes: crowd.map(laneOf),
    freeNs: () => 0,
    isJoinable: () => false,
  };
  return any(...others.map(({ generator }) => generator), admitted(admitting));
}

const mayCostQuorum = ({ operations }: Planned): boolean =>
  operations.some(({ quorum }) => quorum === 'may be lost');

/** A nemesis, and what was seen of its faults. */
interface Lane {
  readonly generator: Generator;
  readonly strikes: ReadonlySet<string>;
  readonly heals: ReadonlySet<string>;
  /** What its faults affect. */
  readonly parts: ReadonlySet<string>;
  readonly isActive: boolean;
  readonly isVerified: boolean;
  readonly strikeCount: number;
}

function laneOf({ generator, operations }: Planned): Lane {
  return {
    generator,
    strikes: new Set(operations.map(({ strike }) => strike)),
    heals: new Set(operations.flatMap(({ heal }) => heal ?? [])),
    parts: new Set(operations.flatMap(({ affects }) => affects)),
    isActive: false,
    isVerified: false,
    strikeCount: 0,
  };
}

interface State extends SchedulerOptions {
  readonly places: number;
  readonly lanes: readonly Lane[];
  /** No strike comes before. */
  readonly freeNs: () => number;
  /** Whether a second fault may join the active one. */
  readonly isJoinable: () => boolean;
}

/** What a lane does next. */
interface Due {
  readonly at: number;
  readonly lane: Lane;
  readonly next: Extract<Next<Invocation>, { kind: 'op' }>;
}

/** `choice` picks among strikes that are due; it is drawn once for each. */
function admitted(
  state: State,
  choice: () => number = lazy(() => state.random.float()),
): Generator {
  const { lanes } = state;
  const self: Generator = {
    next: context => {
      const asked = lanes.map((lane, at) => ({ at, lane, next: askedFor(lane, state, context) }));
      if (asked.every(({ next }) => next.kind === 'done')) return DONE;
      const due = asked.flatMap(each => (isDue(each) ? [each] : []));
      const heal = soonest(due.filter(each => !isStrike(each)));
      const strike = chosen(
        due.filter(each => isStrike(each) && hasPlace(each.lane, state)),
        choice,
      );
      const first = soonest([heal, strike].flatMap(each => each ?? []));
      if (first === undefined) return pending(self);
      const { at, lane, next } = first;
      const left = { ...state, lanes: lanes.with(at, { ...lane, generator: next.then }) };
      return take(next.op, admitted(left, first === strike ? undefined : choice));
    },
    update: (context, event) => {
      const after = seen(state, context, event);
      return after === state ? self : admitted(after, choice);
    },
  };
  return self;
}

/** Asks a lane; one that is not active for a time at which a strike may come. */
function askedFor(lane: Lane, { freeNs }: State, context: GeneratorContext): Next<Invocation> {
  const timeNs = lane.isActive ? context.timeNs : Math.max(context.timeNs, freeNs());
  return lane.generator.next({ timeNs, free: context.free, all: context.all });
}

function isDue(
  asked: Pick<Due, 'at' | 'lane'> & { readonly next: Next<Invocation> },
): asked is Due {
  return asked.next.kind === 'op';
}

const isStrike = ({ lane, next }: Due): boolean => lane.strikes.has(next.op.invocation.f);

/** Whether a fault of the lane may become active now. */
function hasPlace({ parts, isActive }: Lane, { lanes, places, isJoinable }: State): boolean {
  const active = lanes.filter(lane => lane.isActive);
  if (active.length === 0 || isActive) return true;
  const isApart = active.every(lane => ![...parts].some(part => lane.parts.has(part)));
  return isApart && active.length < places && isJoinable();
}

function soonest(due: readonly Due[]): Due | undefined {
  return due.reduce<Due | undefined>(
    (first, each) =>
      first === undefined || each.next.op.timeNs < first.next.op.timeNs ? each : first,
    undefined,
  );
}

/** The strike that comes first: of those that are due at once, one of a nemesis that has shown the least. */
function chosen(strikes: readonly Due[], choice: () => number): Due | undefined {
  const first = soonest(strikes);
  if (first === undefined) return undefined;
  const ready = strikes.filter(({ next }) => next.op.timeNs === first.next.op.timeNs);
  const least = Math.min(...ready.map(rank));
  const best = ready.filter(each => rank(each) === least);
  return best[Math.floor(choice() * best.length)];
}

/** Strikes of a nemesis that has none verified; more than any such count for the others. */
const rank = ({ lane }: Due): number =>
  lane.isVerified ? Number.POSITIVE_INFINITY : lane.strikeCount;

/** The state after an event; the same one where it is no event of the lanes. */
function seen(state: State, context: GeneratorContext, event: Event): State {
  if (event.process !== 'nemesis') return state;
  const lanes = state.lanes.map(lane => laneAfter(lane, context, event));
  if (lanes.every((lane, at) => lane === state.lanes[at])) return state;
  const after = { ...state, lanes };
  const lane = state.lanes.find(({ strikes, heals }) => strikes.has(event.f) || heals.has(event.f));
  if (event.type === 'invoke' || lane === undefined) return after;
  return lane.heals.has(event.f)
    ? { ...after, freeNs: lazy(() => context.timeNs + respiteNs(state)) }
    : { ...after, isJoinable: joinable(after) };
}

/** A fault that has joined another one is not joined itself. */
function joinable({ lanes, random }: State): State['isJoinable'] {
  const active = lanes.filter(({ isActive }) => isActive);
  return active.length === 1 ? lazy(() => random.float() < JOINED_SHARE) : () => false;
}

function respiteNs({ random, intervalMs }: State): number {
  if (random.float() < HASTE_SHARE) return 0;
  return Math.round((RESPITE.least + RESPITE.span * random.float()) * intervalMs * 1e6);
}

function laneAfter(lane: Lane, context: GeneratorContext, event: Event): Lane {
  const generator = lane.generator.update(context, event);
  const isStruck = lane.strikes.has(event.f);
  const isHealed = event.type !== 'invoke' && lane.heals.has(event.f);
  if (!isStruck && !isHealed) return generator === lane.generator ? lane : { ...lane, generator };
  if (isHealed) return { ...lane, generator, isActive: false };
  return {
    ...lane,
    generator,
    isActive: lane.heals.size > 0,
    isVerified: lane.isVerified || tookEffect(event),
    strikeCount: lane.strikeCount + (event.type === 'invoke' ? 1 : 0),
  };
}
