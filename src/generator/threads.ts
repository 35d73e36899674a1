/** Which workers take the operations: clients, nemesis, reserve, eachThread, eachProcess. */
import type { Generator, Worker } from '../contract.ts';
import type { Event, Invocation, Process } from '../history/event.ts';
import { type View, viewOf } from './context.ts';
import { generatorOf, nothing, onFirstAsk, type Source, updated, wrapThen } from './source.ts';
import { splitBy } from './split.ts';

/** Operations for client threads only. */
export function clients<I extends Invocation>(source: Source<I>): Generator<I> {
  return routed(isClient, viewOf(isClient), generatorOf(source));
}

/** Operations for the nemesis only. */
export function nemesis<I extends Invocation>(source: Source<I>): Generator<I> {
  return routed(isNemesis, viewOf(isNemesis), generatorOf(source));
}

const isNemesis = (of: { readonly process: Process }): boolean => of.process === 'nemesis';
const isClient = (of: { readonly process: Process }): boolean => of.process !== 'nemesis';

function routed<I extends Invocation>(
  accepts: (of: Worker | Event) => boolean,
  view: View,
  inner: Generator<I>,
): Generator<I> {
  const wrap = (then: Generator<I>): Generator<I> => routed(accepts, view, then);
  const self: Generator<I> = {
    next: context => wrapThen(inner.next(view(context)), wrap),
    update: (context, event) =>
      accepts(event) ? updated(self, inner, [view(context), event], wrap) : self,
  };
  return self;
}

/** For each entry that many threads of their own, in order; the threads that are left run `rest`. */
export function reserve<I extends Invocation>(
  entries: readonly (readonly [threads: number, source: Source<I>])[],
  rest: Source<I>,
): Generator<I> {
  const owners = entries.flatMap(([threads], part) => Array<number>(threads).fill(part));
  const sources = [...entries.map(([, source]) => source), rest];
  return splitBy(position => owners[position] ?? entries.length, sources.map(generatorOf<I>));
}

/** Gives each thread a generator of its own, which continues when the thread's process is retired. */
export function eachThread<I extends Invocation>(
  make: (thread: Worker['thread']) => Source<I>,
): Generator<I> {
  return onFirstAsk(({ all }) =>
    splitBy(
      position => position,
      all.map(({ thread }) => generatorOf(make(thread))),
    ),
  );
}

/** For each process a generator of its own; a new one when the process is retired. */
export function eachProcess<I extends Invocation>(
  make: (process: Process) => Source<I>,
): Generator<I> {
  return eachThread(() => renewed(make, 'none', nothing));
}

/** Runs on one thread: `inner` while its process is `process`, then what `make` returns. */
function renewed<I extends Invocation>(
  make: (process: Process) => Source<I>,
  process: Process | 'none',
  inner: Generator<I>,
): Generator<I> {
  const renewal = onFirstAsk<I>(({ all: [worker] }) =>
    worker === undefined
      ? nothing
      : renewed(make, worker.process, generatorOf(make(worker.process))),
  );
  const self: Generator<I> = {
    next: context =>
      context.all[0]?.process === process
        ? wrapThen(inner.next(context), then => renewed(make, process, then))
        : renewal.next(context),
    update: (...seen) => updated(self, inner, seen, after => renewed(make, process, after)),
  };
  return self;
}
