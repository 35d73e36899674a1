/** Seeded histories for measuring checkers: linearizable by construction, or with one violation.
 *
 * Processes are always busy. An operation is invoked, takes effect at a random moment and returns at a
 * later one; one that never returns takes effect or does not, and another process takes its place. */
import type { Event } from '../src/history/event.ts';
import { type History, historyOf } from '../src/history/history.ts';
import { type Random, seededRandom } from '../src/random.ts';

export interface Shape {
  readonly operations: number;
  readonly processes: number;
  /** Of 1000 operations, those that never return. */
  readonly lostPerMille: number;
  /** One violation after 90 % of the operations. */
  readonly bad: boolean;
  readonly seed: number;
}

/** An operation's effect on the object that the history is made of; its output, or undefined when it fails. */
export interface Source {
  readonly name: string;
  next(random: Random, process: number): Pick<Event, 'f' | 'value'>;
  apply(call: Pick<Event, 'f' | 'value'>, process: number): unknown;
  /** A wrong output for an operation that returns now, or undefined where none is surely wrong. */
  spoil(call: Pick<Event, 'f' | 'value'>, output: unknown): unknown;
}

interface Open {
  readonly process: number;
  readonly call: Pick<Event, 'f' | 'value'>;
  readonly lost: boolean;
  output?: unknown;
  done: boolean;
}

export function generate(source: Source, shape: Shape): History {
  return historyOf(new Simulation(source, shape).events());
}

class Simulation {
  readonly #source: Source;
  readonly #shape: Shape;
  readonly #random: Random;
  #nextProcess: number;
  #index = 0;
  #spoiled: boolean;

  constructor(source: Source, shape: Shape) {
    this.#source = source;
    this.#shape = shape;
    this.#random = seededRandom(shape.seed);
    this.#nextProcess = shape.processes;
    this.#spoiled = !shape.bad;
  }

  *events(): Generator<Event> {
    const { operations, processes } = this.#shape;
    const places: (Open | undefined)[] = new Array(processes).fill(undefined);
    const names = places.map((_, place) => place);
    let left = operations;
    for (let busy = 0; left > 0 || busy > 0; ) {
      const place = this.#random.intBelow(processes);
      const open = places[place];
      if (!open) {
        if (left === 0) continue;
        left -= 1;
        busy += 1;
        const begun = this.#begin(names[place] ?? 0);
        places[place] = begun;
        yield this.#event(begun, 'invoke', begun.call.value);
      } else if (!open.done) {
        this.#takeEffect(open);
      } else {
        places[place] = undefined;
        busy -= 1;
        if (open.lost) names[place] = this.#nextProcess++;
        else yield this.#complete(open, left);
      }
    }
  }

  #begin(process: number): Open {
    const lost = this.#random.intBelow(1000) < this.#shape.lostPerMille;
    return { process, call: this.#source.next(this.#random, process), lost, done: false };
  }

  #takeEffect(open: Open): void {
    open.done = true;
    if (open.lost && this.#random.intBelow(2) === 0) return;
    open.output = this.#source.apply(open.call, open.process);
  }

  #complete(open: Open, left: number): Event {
    if (!this.#spoiled && left < 0.1 * this.#shape.operations) {
      const wrong = this.#source.spoil(open.call, open.output);
      if (wrong !== undefined) {
        this.#spoiled = true;
        return this.#event(open, 'ok', wrong);
      }
    }
    if (open.output === undefined) return this.#event(open, 'fail', open.call.value);
    return this.#event(open, 'ok', open.output);
  }

  #event({ process, call }: Open, type: Event['type'], value: unknown): Event {
    const index = this.#index++;
    return { index, type, process, f: call.f, value, time: index * 1000 };
  }
}

/** Reads, writes and compare-and-sets of few values. Its violation is a read of a value that is written
 * by nobody. */
export function casRegisterSource(values = 5): Source {
  let state: unknown = null;
  return {
    name: 'cas-register',
    next: random => {
      const value = (): number => random.intBelow(values);
      const kind = random.intBelow(3);
      if (kind === 0) return { f: 'read', value: null };
      return kind === 1 ? { f: 'write', value: value() } : { f: 'cas', value: [value(), value()] };
    },
    apply: ({ f, value }) => {
      if (f === 'read') return state;
      const [old, next] = Array.isArray(value) ? value : [state, value];
      if (old !== state) return undefined;
      state = next;
      return value;
    },
    spoil: ({ f }) => (f === 'read' ? values : undefined),
  };
}

/** Reads and writes of values of which each is written once. Its violation is a read of
 * a value that is written by nobody. */
export function uniqueRegisterSource(): Source {
  let state: unknown = null;
  let last = 0;
  return {
    name: 'unique-register',
    next: random =>
      random.intBelow(2) === 0 ? { f: 'read', value: null } : { f: 'write', value: ++last },
    apply: ({ f, value }) => {
      if (f === 'write') state = value;
      return state;
    },
    spoil: ({ f }) => (f === 'read' ? -1 : undefined),
  };
}

/** Values of which each is enqueued once. Its violation is a value that is dequeued without having been
 * enqueued. */
export function queueSource(): Source {
  const queue: unknown[] = [];
  let [head, last] = [0, 0];
  return {
    name: 'fifo-queue',
    next: random =>
      random.intBelow(2) === 0 ? { f: 'enqueue', value: ++last } : { f: 'dequeue', value: null },
    apply: ({ f, value }) => {
      if (f === 'dequeue') return head < queue.length ? queue[head++] : null;
      queue.push(value);
      return value;
    },
    spoil: ({ f }, output) => (f === 'dequeue' && output !== null ? -1 : undefined),
  };
}

/** A lock that is acquired when it is free and released by anybody; who comes late fails. Its violation is
 * an acquisition or a release that is said to be ok and never was: one too many. */
export function mutexSource(): Source {
  let held = false;
  return {
    name: 'mutex',
    next: random => ({ f: held === random.intBelow(8) > 0 ? 'release' : 'acquire', value: null }),
    apply: ({ f }) => {
      if ((f === 'acquire') === held) return undefined;
      held = !held;
      return null;
    },
    spoil: (_, output) => (output === undefined ? null : undefined),
  };
}

/** Values that are added, removed and looked for. Its violation is a value found that was never added. */
export function setSource(values = 1000): Source {
  const held = new Set<unknown>();
  return {
    name: 'set',
    next: random => ({
      f: random.pick(['add', 'remove', 'contains']),
      value: random.intBelow(values),
    }),
    apply: ({ f, value }) => {
      if (f === 'contains') return held.has(value);
      if (f === 'add') held.add(value);
      else held.delete(value);
      return value;
    },
    spoil: ({ f }) => (f === 'contains' ? 'neither true nor false' : undefined),
  };
}
