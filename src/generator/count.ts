/** How many operations, and in what order: limit, once, sequence, cycle, flipFlop, untilOk. */
import type { Generator } from '../contract.ts';
import type { Invocation, Process } from '../history/event.ts';
import {
  DONE,
  generatorOf,
  lazy,
  nothing,
  onFirstAsk,
  type Source,
  take,
  updated,
  wrapThen,
} from './source.ts';

/** The first `count` operations of a source. */
export function limit<I extends Invocation>(count: number, source: Source<I>): Generator<I> {
  const inner = generatorOf(source);
  const self: Generator<I> = {
    next: context => {
      if (count <= 0) return DONE;
      const next = inner.next(context);
      return wrapThen(next, then => limit(next.kind === 'op' ? count - 1 : count, then));
    },
    update: (...seen) => updated(self, inner, seen, after => limit(count, after)),
  };
  return self;
}

/** One operation: the invocation itself, or the first of a source. */
export function once<I extends Invocation>(source: Source<I> | I): Generator<I> {
  return limit(1, 'f' in source ? () => source : source);
}

/** One source after the other, each until it is done. */
export function sequence<I extends Invocation>(...sources: readonly Source<I>[]): Generator<I> {
  return inSequence(sources.map(generatorOf<I>));
}

function inSequence<I extends Invocation>(inner: readonly Generator<I>[]): Generator<I> {
  const [first, ...rest] = inner;
  if (first === undefined) return nothing;
  const self: Generator<I> = {
    next: context => {
      const next = first.next(context);
      if (next.kind === 'done') return inSequence(rest).next(context);
      return wrapThen(next, then => inSequence([then, ...rest]));
    },
    update: (...seen) => updated(self, first, seen, after => inSequence([after, ...rest])),
  };
  return self;
}

/** What `make` returns, again and again: a new one whenever the last is done. */
export function cycle<I extends Invocation>(make: () => Source<I>): Generator<I> {
  return cycleFrom(
    make,
    onFirstAsk(() => generatorOf(make())),
  );
}

function cycleFrom<I extends Invocation>(make: () => Source<I>, inner: Generator<I>): Generator<I> {
  const again = lazy(() => generatorOf(make()));
  const wrap = (then: Generator<I>): Generator<I> => cycleFrom(make, then);
  const self: Generator<I> = {
    next: context => {
      const next = inner.next(context);
      return wrapThen(next.kind === 'done' ? again().next(context) : next, wrap);
    },
    update: (...seen) => updated(self, inner, seen, wrap),
  };
  return self;
}

/** An operation of `first`, one of `second`, one of `first`, ...; done when the one in turn is. */
export function flipFlop<I extends Invocation>(first: Source<I>, second: Source<I>): Generator<I> {
  const [now, other] = [generatorOf(first), generatorOf(second)];
  const self: Generator<I> = {
    next: context => {
      const next = now.next(context);
      return next.kind === 'op'
        ? take(next.op, flipFlop(other, next.then))
        : wrapThen(next, then => flipFlop(then, other));
    },
    update: (context, event) => {
      const [a, b] = [now.update(context, event), other.update(context, event)];
      return a === now && b === other ? self : flipFlop(a, b);
    },
  };
  return self;
}

/** The operations of a source until one of them is `ok`. */
export function untilOk<I extends Invocation>(source: Source<I>): Generator<I> {
  return untilOkOf(generatorOf(source), new Set());
}

/** `open`: processes whose operation came from here and has not returned. */
function untilOkOf<I extends Invocation>(
  inner: Generator<I>,
  open: ReadonlySet<Process>,
): Generator<I> {
  return {
    next: context => {
      const next = inner.next(context);
      if (next.kind !== 'op') return wrapThen(next, then => untilOkOf(then, open));
      return take(next.op, untilOkOf(next.then, new Set(open).add(next.op.process)));
    },
    update: (context, event) => {
      const after = inner.update(context, event);
      const ours = event.type !== 'invoke' && open.has(event.process);
      if (ours && event.type === 'ok') return nothing;
      const left = [...open].filter(process => !ours || process !== event.process);
      return untilOkOf(after, new Set(left));
    },
  };
}
