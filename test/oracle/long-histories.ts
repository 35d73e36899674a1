/** Seeded histories for measuring checkers: linearizable by construction, or with one violation that is
 * proved by construction.
 *
 * Processes are always busy. An operation is invoked, takes effect at a random moment and returns at a
 * later one. One that never returns never takes effect, or at any time until the end, also long after its
 * process was replaced by another. After 85 % of the operations a short script is played; a bad history
 * differs from its valid twin in one result, or two that are exchanged, near 90 %. */
import type { Event } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';
import { type Random, seededRandom } from '../../src/random.ts';

export interface Shape {
  readonly operations: number;
  readonly processes: number;
  /** Operations in 1000 that never return. */
  readonly lostPerMille: number;
  readonly bad: boolean;
  readonly seed: number;
}

export type Call = Pick<Event, 'f' | 'value'>;

/** What `apply` says of an operation that has to wait, as for a lock that is held. */
export const WAIT: unique symbol = Symbol('wait');

/** An object that histories are made of. */
export interface Source {
  next(random: Random, process: number): Call;
  /** The operation's effect; its output, undefined when it fails, or WAIT. */
  apply(call: Call, process: number): unknown;
  /** What becomes of an operation of this kind that never returns. Default: `any`. */
  fate?(call: Call, process: number): Fate;
  /** Steps of three places, played once. */
  script?(random: Random, lostPerMille: number): readonly Step[];
  /** Makes the end of a history bad in place, and returns whether it could. Default: the script's lies. */
  spoil?(end: Event[]): boolean;
}

/** `any`: no effect, an early or a late one, by chance; `kept`: it always returns. */
type Fate = 'any' | 'early' | 'never' | 'kept';

/** What one of three places does. Between steps that are not `atonce` the others continue. */
export interface Step {
  readonly place: 0 | 1 | 2;
  readonly does: 'invoke' | 'effect' | 'return' | 'never-return';
  readonly call?: Call;
  /** The result that makes the history bad. */
  readonly lie?: unknown;
  readonly atonce?: boolean;
}

interface Open {
  readonly process: number;
  readonly call: Call;
  readonly lost: boolean;
  output?: unknown;
  done: boolean;
}

const SCRIPTED_PLACES = 3;

/** @throws Error where no violation could be made of the shape. */
export function generate(source: Source, shape: Shape): History {
  const events = new Simulation(source, shape).events();
  return historyOf(shape.bad && source.spoil ? spoiled(source, shape, events) : events);
}

/** The last fifth of the events is held back until it can be made bad. */
function* spoiled(source: Source, shape: Shape, events: Iterable<Event>): Generator<Event> {
  const end: Event[] = [];
  for (const event of events) {
    if (event.index < 1.6 * shape.operations) yield event;
    else end.push(event);
  }
  if (!source.spoil?.(end)) throw new Error(`no violation can be made at seed ${shape.seed}`);
  yield* end;
}

class Simulation {
  readonly #source: Source;
  readonly #shape: Shape;
  readonly #random: Random;
  readonly #places: (Open | undefined)[];
  readonly #names: number[];
  /** Never-returned operations by the index of the event before which they take effect. */
  readonly #late = new Map<number, Open[]>();
  #script: Step[];
  #left: number;
  #nextProcess: number;
  #index = 0;

  constructor(source: Source, shape: Shape) {
    this.#source = source;
    this.#shape = shape;
    this.#random = seededRandom(shape.seed);
    this.#places = new Array(shape.processes).fill(undefined);
    this.#names = this.#places.map((_, place) => place);
    this.#left = shape.operations;
    this.#nextProcess = shape.processes;
    this.#script = [...(source.script?.(this.#random, shape.lostPerMille) ?? [])];
  }

  *events(): Generator<Event> {
    const { operations, processes } = this.#shape;
    while (this.#left > 0.12 * operations) yield* this.#step(this.#random.intBelow(processes));
    yield* this.#play();
    while (this.#left > 0) yield* this.#step(this.#random.intBelow(processes));
    for (let place = 0; place < processes; place++) yield* this.#end(place);
  }

  /** Lets a place's operation return, unless it waits. */
  *#end(place: number): Generator<Event> {
    for (let tries = 0; tries < 4 && this.#places[place]; tries++) yield* this.#step(place);
  }

  /** Frees the script's places, and plays it while the others continue. */
  *#play(): Generator<Event> {
    if (this.#script.length === 0) return;
    for (let place = 0; place < SCRIPTED_PLACES; place++) yield* this.#end(place);
    const others = this.#shape.processes - SCRIPTED_PLACES;
    for (const step of this.#script) {
      const between = step.atonce ? 0 : this.#random.intBelow(2 * others);
      for (let at = 0; at < between; at++)
        yield* this.#step(SCRIPTED_PLACES + this.#random.intBelow(others));
      yield* this.#perform(step);
    }
  }

  *#perform({ place, does, call, lie }: Step): Generator<Event> {
    const open = this.#places[place];
    if (does === 'invoke' && call) yield this.#begin(place, call, false);
    else if (does === 'effect' && open) this.#takeEffect(open);
    else if (does === 'never-return') this.#replace(place);
    else if (does === 'return' && open) {
      const output = lie !== undefined && this.#shape.bad ? lie : open.output;
      yield this.#complete(place, { ...open, output });
    }
  }

  /** Does the next step of the place. */
  *#step(place: number): Generator<Event> {
    for (const late of this.#late.get(this.#index) ?? []) this.#takeEffect(late);
    this.#late.delete(this.#index);
    const open = this.#places[place];
    if (!open) yield this.#beginNext(place);
    else if (open.lost) this.#leave(place, open);
    else if (open.done) yield this.#complete(place, open);
    else this.#takeEffect(open);
  }

  #beginNext(place: number): Event {
    const call = this.#source.next(this.#random, this.#names[place] ?? 0);
    const kept = this.#source.fate?.(call, this.#names[place] ?? 0) === 'kept';
    const lost = this.#random.intBelow(1000) < this.#shape.lostPerMille && !kept;
    return this.#begin(place, call, lost);
  }

  #begin(place: number, call: Call, lost: boolean): Event {
    this.#left -= 1;
    const open = { process: this.#names[place] ?? 0, call, lost, done: false };
    this.#places[place] = open;
    return this.#event(open, 'invoke', call.value);
  }

  #takeEffect(open: Open): void {
    const output = this.#source.apply(open.call, open.process);
    open.done = output !== WAIT;
    if (open.done) open.output = output;
  }

  #leave(place: number, open: Open): void {
    this.#replace(place);
    const delay = this.#delayOf(this.#source.fate?.(open.call, open.process) ?? 'any');
    if (delay === undefined) return;
    const when = this.#index + delay;
    this.#late.set(when, [...(this.#late.get(when) ?? []), open]);
  }

  /** Events until it takes effect: half of `any` never do, the others soon or somewhere in what is left. */
  #delayOf(fate: Fate): number | undefined {
    const soon = this.#random.intBelow(2 * this.#shape.processes);
    const late = this.#random.intBelow(Math.max(1, 2 * this.#left));
    const chance = this.#random.intBelow(4);
    if (fate === 'early') return soon;
    if (fate === 'never' || chance < 2) return undefined;
    return chance === 2 ? soon : late;
  }

  #replace(place: number): void {
    this.#places[place] = undefined;
    this.#names[place] = this.#nextProcess++;
  }

  #complete(place: number, open: Open): Event {
    this.#places[place] = undefined;
    if (open.output === undefined) return this.#event(open, 'fail', open.call.value);
    return this.#event(open, 'ok', open.output);
  }

  #event({ process, call }: Open, type: Event['type'], value: unknown): Event {
    const index = this.#index++;
    return { index, type, process, f: call.f, value, time: index * 1000 };
  }
}
