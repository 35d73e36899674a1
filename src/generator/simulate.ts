/** Runs a generator against imagined workers, without time passing: what a test of a generator looks at. */
import type { Generator, GeneratorContext, Worker } from '../contract.ts';
import type { CompletionType, Event, Invocation, Process } from '../history/event.ts';

/** What becomes of an operation: how long it takes, how it ends, and with which value. */
export interface Imagined {
  readonly latencyNs: number;
  readonly type: CompletionType;
  /** Default: the invocation's. */
  readonly value?: unknown;
}

export interface Simulation {
  /** Client threads; a nemesis is always there. */
  readonly threads: number;
  /** Default: every operation is ok after 1 ms. */
  readonly imagine?: (invocation: Event) => Imagined;
  /** Events after which it stops, for generators without an end. Default 10,000. */
  readonly limit?: number;
}

/** The events, in order: an invocation when the generator scheduled it, a completion with the
 * imagined value. An `info` retires a client's process for the next of its thread. */
export function simulate(generator: Generator, simulation: Simulation): readonly Event[] {
  const { limit = 10_000, imagine = soon } = simulation;
  const events: Event[] = [];
  let state = initial(generator, simulation.threads);
  while (events.length < limit) {
    const after = step(state, imagine);
    if (after === undefined) break;
    state = after.state;
    events.push(after.event);
  }
  return events;
}

const soon = (): Imagined => ({ latencyNs: 1e6, type: 'ok' });

interface State {
  readonly generator: Generator;
  readonly timeNs: number;
  readonly all: readonly Worker[];
  /** The one that waits longest first. */
  readonly free: readonly Worker[];
  /** Completions to come, the soonest first. */
  readonly coming: readonly Event[];
  /** The index of the next event. */
  readonly index: number;
}

interface Step {
  readonly state: State;
  readonly event: Event;
}

function initial(generator: Generator, threads: number): State {
  const clients = Array.from({ length: threads }, (_, thread) => ({ process: thread, thread }));
  const all: Worker[] = [...clients, { process: 'nemesis', thread: 'nemesis' }];
  return { generator, timeNs: 0, all, free: all, coming: [], index: 0 };
}

/** The state after the next event; undefined when there is none. */
function step(state: State, imagine: (invocation: Event) => Imagined): Step | undefined {
  const next = state.generator.next(state);
  const [completion] = state.coming;
  if (next.kind === 'op' && next.op.timeNs <= (completion?.time ?? Number.POSITIVE_INFINITY)) {
    const { invocation, process } = next.op;
    const time = Math.max(state.timeNs, next.op.timeNs);
    return invoke({ ...state, generator: next.then, timeNs: time }, process, invocation, imagine);
  }
  return completion === undefined ? undefined : complete(state, completion);
}

function invoke(
  state: State,
  process: Process,
  invocation: Invocation,
  imagine: (invocation: Event) => Imagined,
): Step {
  const event: Event = {
    ...invocation,
    index: state.index,
    type: 'invoke',
    process,
    time: state.timeNs,
  };
  const { latencyNs, type, value = event.value } = imagine(event);
  const completion: Event = { ...event, value, type, time: state.timeNs + latencyNs };
  const free = state.free.filter(worker => worker.process !== process);
  const coming = [...state.coming, completion].sort((a, b) => a.time - b.time);
  return seen({ ...state, free, coming }, event);
}

function complete(state: State, completion: Event): Step {
  const { process, type, time } = completion;
  const worker = state.all.find(each => each.process === process);
  if (worker === undefined) throw new RangeError(`simulate: no worker runs process ${process}`);
  const event = { ...completion, index: state.index };
  const free = [...state.free, worker];
  const after = seen({ ...state, timeNs: time, free, coming: state.coming.slice(1) }, event);
  if (type !== 'info' || process === 'nemesis') return after;
  return { event, state: retire(after.state, worker, process) };
}

function seen(state: State, event: Event): Step {
  const generator = state.generator.update(contextOf(state), event);
  return { event, state: { ...state, generator, index: state.index + 1 } };
}

function retire(state: State, old: Worker, process: number): State {
  const worker = { ...old, process: process + state.all.length - 1 };
  const swap = (each: Worker): Worker => (each === old ? worker : each);
  return { ...state, all: state.all.map(swap), free: state.free.map(swap) };
}

function contextOf({ timeNs, free, all }: State): GeneratorContext {
  return { timeNs, free, all };
}
