/** What combinators are made of: a generator, or a function that says one operation after the other.
 *
 * A generator is a value: asked twice it answers the same, so an answer that was not used (because an
 * event came first) costs neither an operation nor a draw, and what a seed chooses does not depend on
 * how often the runner asked. A random choice is drawn inside the first `next` that needs it and kept
 * with the value. For the same reason a generator value belongs in one place: where an operation is
 * wanted in several, name a function several times, as in `mix(random, read, read, write)`. */
import type { Generator, GeneratorContext, Next, Scheduled } from '../contract.ts';
import type { Invocation } from '../history/event.ts';

/** A function is an endless source of operations, called once for each. */
export type Source<I extends Invocation> = Generator<I> | (() => I);

/** The generator of a source. */
export function generatorOf<I extends Invocation>(source: Source<I>): Generator<I> {
  return typeof source === 'function' ? fromFunction(source) : source;
}

/** An endless source: each call of `make` is one operation, given to the worker that is free longest. */
export function fromFunction<I extends Invocation>(make: () => I): Generator<I> {
  const invocation = lazy(make);
  const self: Generator<I> = {
    next: ({ free, timeNs }) => {
      const worker = free[0];
      if (worker === undefined) return pending(self);
      return take(
        { invocation: invocation(), process: worker.process, timeNs },
        fromFunction(make),
      );
    },
    update: () => self,
  };
  return self;
}

/** Calls `make` when first asked, and keeps the answer. */
export function lazy<T>(make: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: make() };
    return kept.value;
  };
}

/** What `build` makes of the first context that asks. */
export function onFirstAsk<I extends Invocation>(
  build: (context: GeneratorContext) => Generator<I>,
): Generator<I> {
  let built: Generator<I> | undefined;
  const self: Generator<I> = {
    next: context => {
      built ??= build(context);
      return built.next(context);
    },
    update: (context, event) => built?.update(context, event) ?? self,
  };
  return self;
}

export const DONE: { readonly kind: 'done' } = { kind: 'done' };

/** Nothing now. */
export function pending<I extends Invocation>(then: Generator<I>): Next<I> {
  return { kind: 'pending', then };
}

/** An operation, and the generator of those after it. */
export function take<I extends Invocation>(op: Scheduled<I>, then: Generator<I>): Next<I> {
  return { kind: 'op', op, then };
}

/** The generator that has nothing. */
export const nothing: Generator<never> = { next: () => DONE, update: () => nothing };

/** Returns `next`, with its successors wrapped again. */
export function wrapThen<I extends Invocation>(
  next: Next<I>,
  wrap: (then: Generator<I>) => Generator<I>,
): Next<I> {
  if (next.kind === 'op') return take(next.op, wrap(next.then));
  return next.kind === 'pending' ? pending(wrap(next.then)) : next;
}

/** The generator `self` once its only part has seen an event. */
export function updated<I extends Invocation>(
  self: Generator<I>,
  inner: Generator<I>,
  [context, event]: Parameters<Generator<I>['update']>,
  wrap: (inner: Generator<I>) => Generator<I>,
): Generator<I> {
  const after = inner.update(context, event);
  return after === inner ? self : wrap(after);
}

/** Whether an operation may be invoked at the context's time. */
export function isDue(op: Scheduled<Invocation>, context: GeneratorContext): boolean {
  return op.timeNs <= context.timeNs;
}
