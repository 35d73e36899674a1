/** When operations happen: stagger, delay, timeLimit. Times are nanoseconds since the run's origin. */
import type { Generator } from '../contract.ts';
import type { Invocation } from '../history/event.ts';
import type { Random } from '../random.ts';
import { DONE, generatorOf, lazy, type Source, take, updated, wrapThen } from './source.ts';

const NS_PER_MS = 1e6;
/** How far a schedule may lag before it is moved instead of caught up: timers are a few ms coarse. */
const CATCH_UP_NS = 20 * NS_PER_MS;

/** Spreads operations at random: the time between two is uniform in [0, 2 `intervalMs`), so
 * `intervalMs` is the mean over all threads together. The first comes at once; 0 is no wait. */
export function stagger<I extends Invocation>(
  random: Random,
  intervalMs: number,
  source: Source<I>,
): Generator<I> {
  return paced(() => 2 * random.float() * intervalMs * NS_PER_MS, generatorOf(source));
}

/** Operations `intervalMs` apart, over all threads together. The first comes at once. */
export function delay<I extends Invocation>(intervalMs: number, source: Source<I>): Generator<I> {
  return paced(() => intervalMs * NS_PER_MS, generatorOf(source));
}

/** Waits `gapNs()` after each operation. `dueNs` is when the next may come; absent for the first. */
function paced<I extends Invocation>(
  gapNs: () => number,
  inner: Generator<I>,
  dueNs?: number,
): Generator<I> {
  const gap = lazy(gapNs);
  const self: Generator<I> = {
    next: context => {
      const next = inner.next(context);
      if (next.kind !== 'op') return wrapThen(next, then => paced(gapNs, then, dueNs));
      const due = dueNs ?? next.op.timeNs;
      const timeNs = Math.max(next.op.timeNs, due);
      const base = timeNs - due > CATCH_UP_NS ? timeNs : due;
      const { invocation, process } = next.op;
      return take(
        { invocation, process, timeNs },
        paced(gapNs, next.then, Math.round(base + gap())),
      );
    },
    update: (...seen) => updated(self, inner, seen, after => paced(gapNs, after, dueNs)),
  };
  return self;
}

/** The operations that a source schedules within `limitMs` of the first time it is asked. */
export function timeLimit<I extends Invocation>(limitMs: number, source: Source<I>): Generator<I> {
  let end: number | undefined;
  const endNs = (nowNs: number): number => {
    end ??= nowNs + limitMs * NS_PER_MS;
    return end;
  };
  return endingAt(endNs, generatorOf(source));
}

/** `endNs` is fixed by the time it is first called with. */
function endingAt<I extends Invocation>(
  endNs: (nowNs: number) => number,
  inner: Generator<I>,
): Generator<I> {
  const self: Generator<I> = {
    next: context => {
      const end = endNs(context.timeNs);
      if (context.timeNs >= end) return DONE;
      const next = inner.next(context);
      if (next.kind === 'op' && next.op.timeNs >= end) return DONE;
      return wrapThen(next, then => endingAt(endNs, then));
    },
    update: (...seen) => updated(self, inner, seen, after => endingAt(endNs, after)),
  };
  return self;
}
