/** Splits the workers into parts that share none, each with a generator of its own. */
import type { Generator, GeneratorContext, Next, Worker } from '../contract.ts';
import type { Invocation, Process } from '../history/event.ts';
import { perList, type View, viewOf } from './context.ts';
import { DONE, isDue, pending, take } from './source.ts';

/** Who belongs to which part, and what each part's generator sees. */
export interface Parts {
  /** The part of each process. */
  of(all: readonly Worker[]): ReadonlyMap<Process, number>;
  view(part: number, context: GeneratorContext): GeneratorContext;
}

/** `partOf` says it by the worker's position in the list of all. */
export function partsBy(partOf: (position: number) => number): Parts {
  const of = perList(all => new Map(all.map(({ process }, at) => [process, partOf(at)])));
  let now: ReadonlyMap<Process, number> = new Map();
  const views = new Map<number, View>();
  return {
    of,
    view: (part, context) => {
      now = of(context.all);
      const view = views.get(part) ?? viewOf(({ process }) => now.get(process) === part);
      views.set(part, view);
      return view(context);
    },
  };
}

/** The worker at `position` runs the generator number `partOf(position)`. */
export function splitBy<I extends Invocation>(
  partOf: (position: number) => number,
  generators: readonly Generator<I>[],
): Generator<I> {
  return split(partsBy(partOf), generators);
}

function split<I extends Invocation>(
  parts: Parts,
  generators: readonly Generator<I>[],
): Generator<I> {
  const self: Generator<I> = {
    next: context => {
      const best = soonestPart<I>(
        context,
        parts,
        (part, shown) => generators[part]?.next(shown) ?? DONE,
      );
      if (typeof best === 'string') return best === 'done' ? DONE : pending(self);
      const { part, next } = best;
      return take(next.op, split(parts, generators.with(part, next.then)));
    },
    update: (context, event) => {
      const part = parts.of(context.all).get(event.process);
      const inner = part === undefined ? undefined : generators[part];
      if (part === undefined || inner === undefined) return self;
      const after = inner.update(parts.view(part, context), event);
      return after === inner ? self : split(parts, generators.with(part, after));
    },
  };
  return self;
}

export type Taken<I extends Invocation> = Extract<Next<I>, { kind: 'op' }>;

/** Asks the parts that have a free worker, the one that waits longest first, for the operation that is
 * due first; `done` when every worker is free and every part done. */
export function soonestPart<I extends Invocation>(
  context: GeneratorContext,
  parts: Parts,
  ask: (part: number, shown: GeneratorContext) => Next<I>,
): { readonly part: number; readonly next: Taken<I> } | 'pending' | 'done' {
  const partOf = parts.of(context.all);
  const asked = new Set<number>();
  let best: { readonly part: number; readonly next: Taken<I> } | undefined;
  let waiting = context.free.length < context.all.length;
  for (const { process } of context.free) {
    const part = partOf.get(process);
    if (part === undefined || asked.has(part)) continue;
    asked.add(part);
    const next = ask(part, parts.view(part, context));
    if (next.kind === 'pending') waiting = true;
    if (next.kind !== 'op') continue;
    if (isDue(next.op, context)) return { part, next };
    if (best === undefined || next.op.timeNs < best.next.op.timeNs) best = { part, next };
  }
  return best ?? (waiting ? 'pending' : 'done');
}
