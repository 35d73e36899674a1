/** Splits the workers into parts that share none, each with a generator of its own. */
import type { Generator, GeneratorContext, Next, Worker } from '../contract.ts';
import type { Invocation, Process } from '../history/event.ts';
import { perList, viewOf } from './context.ts';
import { DONE, isDue, pending, take } from './source.ts';

/** The part that each process of a list of workers belongs to. */
export type PartsOf = (all: readonly Worker[]) => ReadonlyMap<Process, number>;

/** `partOf` says it by the worker's position in the list. */
export function partsBy(partOf: (position: number) => number): PartsOf {
  return perList(all => new Map(all.map(({ process }, at) => [process, partOf(at)])));
}

/** The worker at `position` runs the generator number `partOf(position)`. */
export function splitBy<I extends Invocation>(
  partOf: (position: number) => number,
  generators: readonly Generator<I>[],
): Generator<I> {
  return split(partsBy(partOf), generators);
}

function split<I extends Invocation>(
  partsOf: PartsOf,
  generators: readonly Generator<I>[],
): Generator<I> {
  const self: Generator<I> = {
    next: context => {
      const best = soonestPart<I>(
        context,
        partsOf,
        (part, shown) => generators[part]?.next(shown) ?? DONE,
      );
      if (typeof best === 'string') return best === 'done' ? DONE : pending(self);
      const { part, next } = best;
      return take(next.op, split(partsOf, generators.with(part, next.then)));
    },
    update: (context, event) => {
      const part = partsOf(context.all).get(event.process);
      const inner = part === undefined ? undefined : generators[part];
      if (part === undefined || inner === undefined) return self;
      const after = inner.update(partView(context, partsOf, part), event);
      return after === inner ? self : split(partsOf, generators.with(part, after));
    },
  };
  return self;
}

export type Taken<I extends Invocation> = Extract<Next<I>, { kind: 'op' }>;

/** Asks the parts that have a free worker, the one that waits longest first, for the operation that is
 * due first; `done` when every worker is free and every part done. */
export function soonestPart<I extends Invocation>(
  context: GeneratorContext,
  partsOf: PartsOf,
  ask: (part: number, shown: GeneratorContext) => Next<I>,
): { readonly part: number; readonly next: Taken<I> } | 'pending' | 'done' {
  const parts = partsOf(context.all);
  const asked = new Set<number>();
  let best: { readonly part: number; readonly next: Taken<I> } | undefined;
  let waiting = context.free.length < context.all.length;
  for (const { process } of context.free) {
    const part = parts.get(process);
    if (part === undefined || asked.has(part)) continue;
    asked.add(part);
    const next = ask(part, partView(context, partsOf, part));
    if (next.kind === 'pending') waiting = true;
    if (next.kind !== 'op') continue;
    if (isDue(next.op, context)) return { part, next };
    if (best === undefined || next.op.timeNs < best.next.op.timeNs) best = { part, next };
  }
  return best ?? (waiting ? 'pending' : 'done');
}

/** What the generator of one part sees. */
export function partView(
  context: GeneratorContext,
  partsOf: PartsOf,
  part: number,
): GeneratorContext {
  const parts = partsOf(context.all);
  return viewOf(({ process }) => parts.get(process) === part)(context);
}
