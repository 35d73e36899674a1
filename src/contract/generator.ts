/** What is to be done next, by whom. */
import type { Event, Invocation, Process } from '../history/event.ts';

/** A process that is free to take an operation, and the node it is pinned to. */
export interface Worker {
  readonly process: Process;
  readonly thread: number | 'nemesis';
}

/** What a generator may know: the time and who is free. */
export interface GeneratorContext {
  /** Nanoseconds since the run's origin. */
  readonly timeNs: number;
  /** Workers that may take an operation now. */
  readonly free: readonly Worker[];
  /** All workers, free or busy. */
  readonly all: readonly Worker[];
}

/** An operation to be invoked by `process`, not before `timeNs`. */
export interface Scheduled<I extends Invocation> {
  readonly invocation: I;
  readonly process: Process;
  readonly timeNs: number;
}

/** `pending`: nothing now, ask again after the next event; `done`: nothing ever again. */
export type Next<I extends Invocation> =
  | { readonly kind: 'op'; readonly op: Scheduled<I>; readonly then: Generator<I> }
  | { readonly kind: 'pending'; readonly then: Generator<I> }
  | { readonly kind: 'done' };

/** A pure value that says what to do next. Neither call changes the generator it is called on. */
export interface Generator<I extends Invocation = Invocation> {
  next(context: GeneratorContext): Next<I>;
  /** The generator after an event (an invocation or a completion) of any process. */
  update(context: GeneratorContext, event: Event): Generator<I>;
}
