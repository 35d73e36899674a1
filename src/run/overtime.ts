/** How long the load lasts: to the plan's time limit, and longer while a nemesis has not shown a fault. */
import type { Generator, Nemesis } from '../contract.ts';
import { DONE, onFirstAsk, updated, wrapThen } from '../generator/source.ts';
import type { Event } from '../history/event.ts';
import { OVERTIME_MS } from '../store/overtime.ts';
import { tookEffect } from '../took-effect.ts';

/** Strikes of each nemesis of which none was verified yet. */
type Awaited = readonly ReadonlySet<string>[];

/** Ends `load` at `limitMs` from its first operation; while no strike of some nemesis was verified, up to
 *  OVERTIME_MS later. */
export function untilShown(
  limitMs: number,
  nemeses: readonly Pick<Nemesis, 'operations'>[],
  load: Generator,
): Generator {
  const awaited = nemeses
    .map(({ operations }) => new Set(operations.map(({ strike }) => strike)))
    .filter(({ size }) => size > 0);
  return onFirstAsk(({ timeNs }) => ending(timeNs + limitMs * 1e6, awaited, load));
}

function ending(limitNs: number, awaited: Awaited, inner: Generator): Generator {
  const endNs = awaited.length === 0 ? limitNs : limitNs + OVERTIME_MS * 1e6;
  const self: Generator = {
    next: context => {
      if (context.timeNs >= endNs) return DONE;
      const next = inner.next(context);
      if (next.kind === 'op' && next.op.timeNs >= endNs) return DONE;
      return wrapThen(next, then => ending(limitNs, awaited, then));
    },
    update: (context, event) => {
      const left = awaitedAfter(awaited, event);
      if (left !== awaited) return ending(limitNs, left, inner.update(context, event));
      return updated(self, inner, [context, event], after => ending(limitNs, awaited, after));
    },
  };
  return self;
}

function awaitedAfter(awaited: Awaited, event: Event): Awaited {
  if (event.process !== 'nemesis' || !tookEffect(event)) return awaited;
  const left = awaited.filter(strikes => !strikes.has(event.f));
  return left.length === awaited.length ? awaited : left;
}
