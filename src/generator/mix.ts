/** Several sources at once: mix, any, nemesisBeside, phases. */
import type { Generator, GeneratorContext } from '../contract.ts';
import type { Event, Invocation } from '../history/event.ts';
import type { Random } from '../random.ts';
import { sequence } from './count.ts';
import { DONE, generatorOf, lazy, pending, type Source, take, updated } from './source.ts';
import type { Taken } from './split.ts';
import { clients, nemesis } from './threads.ts';

/** Each operation from a source chosen uniformly; one that is done is chosen no more. */
export function mix<I extends Invocation>(
  random: Random,
  ...sources: readonly Source<I>[]
): Generator<I> {
  return mixed(random, sources.map(generatorOf<I>));
}

function mixed<I extends Invocation>(
  random: Random,
  inner: readonly Generator<I>[],
  chosen: () => number = lazy(() => random.intBelow(inner.length)),
): Generator<I> {
  const rest = lazy(() => mixed(random, inner.toSpliced(chosen(), 1)));
  const self: Generator<I> = {
    next: context => {
      if (inner.length === 0) return DONE;
      const next = inner[chosen()]?.next(context) ?? DONE;
      if (next.kind === 'done') return rest().next(context);
      if (next.kind === 'pending') return pending(self);
      return take(next.op, mixed(random, inner.with(chosen(), next.then)));
    },
    update: (context, event) => {
      const after = updatedAll(inner, context, event);
      return after === inner ? self : mixed(random, after, chosen);
    },
  };
  return self;
}

/** The generators after an event; the same list when none has changed. */
function updatedAll<I extends Invocation>(
  inner: readonly Generator<I>[],
  context: GeneratorContext,
  event: Event,
): readonly Generator<I>[] {
  let after: Generator<I>[] | undefined;
  for (const [at, generator] of inner.entries()) {
    const next = generator.update(context, event);
    if (next === generator) continue;
    after ??= [...inner];
    after[at] = next;
  }
  return after ?? inner;
}

/** Emits the operation that is due first in any source; if several are due, the sources take turns. */
export function any<I extends Invocation>(...sources: readonly Source<I>[]): Generator<I> {
  return anyFrom(0, sources.map(generatorOf<I>));
}

/** `turn`: the source that goes first where several are due. */
function anyFrom<I extends Invocation>(turn: number, inner: readonly Generator<I>[]): Generator<I> {
  const self: Generator<I> = {
    next: context => {
      const best = soonest(turn, inner, context);
      if (typeof best === 'string') return best === 'done' ? DONE : pending(self);
      const { at, next } = best;
      return take(next.op, anyFrom((at + 1) % inner.length, inner.with(at, next.then)));
    },
    update: (context, event) => {
      const after = updatedAll(inner, context, event);
      return after === inner ? self : anyFrom(turn, after);
    },
  };
  return self;
}

function soonest<I extends Invocation>(
  turn: number,
  inner: readonly Generator<I>[],
  context: GeneratorContext,
): { readonly at: number; readonly next: Taken<I> } | 'pending' | 'done' {
  let best: { readonly at: number; readonly next: Taken<I> } | undefined;
  let waiting = false;
  for (let offset = 0; offset < inner.length; offset++) {
    const at = (turn + offset) % inner.length;
    const next = inner[at]?.next(context) ?? DONE;
    if (next.kind === 'pending') waiting = true;
    if (next.kind !== 'op') continue;
    if (best === undefined || next.op.timeNs < best.next.op.timeNs) best = { at, next };
  }
  return best ?? (waiting ? 'pending' : 'done');
}

/** Clients and nemesis side by side, each with operations of its own. */
export function nemesisBeside<I extends Invocation>(
  clientSource: Source<I>,
  nemesisSource: Source<I>,
): Generator<I> {
  return any(clients(clientSource), nemesis(nemesisSource));
}

/** One source after the other; each begins when the one before is done and every worker is free. */
export function phases<I extends Invocation>(...sources: readonly Source<I>[]): Generator<I> {
  return sequence(...sources.map(source => synchronized(generatorOf(source))));
}

/** Begins when every worker is free. */
function synchronized<I extends Invocation>(inner: Generator<I>): Generator<I> {
  const self: Generator<I> = {
    next: context =>
      context.free.length < context.all.length ? pending(self) : inner.next(context),
    update: (...seen) => updated(self, inner, seen, synchronized),
  };
  return self;
}
