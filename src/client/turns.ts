/** In and out, again and again: what a thread does that holds something for a while. */
import type { Generator } from '../contract.ts';
import { fromFunction, once, sequence, untilOk } from '../generator/index.ts';
import { updated, wrapThen } from '../generator/source.ts';
import type { Event, Invocation } from '../history/event.ts';
import { isStillIn } from './turnstile.ts';

export interface Turns<I extends Invocation> {
  readonly enter: () => I;
  readonly leave: () => I;
  /** The function of `enter`. */
  readonly enterF: string;
}

/** One thread's turns: tries to enter until it is in, then to leave until it is out, and so on. */
export function inTurns<I extends Invocation>(turns: Turns<I>): Generator<I> {
  return turn(turns, false, fromFunction(turns.enter));
}

function turn<I extends Invocation>(
  turns: Turns<I>,
  inside: boolean,
  source: Generator<I>,
): Generator<I> {
  const self: Generator<I> = {
    next: context => wrapThen(source.next(context), then => turn(turns, inside, then)),
    update: (context, event) => {
      const after = isInside(turns, inside, event);
      if (after !== inside)
        return turn(turns, after, fromFunction(after ? turns.leave : turns.enter));
      return updated(self, source, [context, event], then => turn(turns, inside, then));
    },
  };
  return self;
}

function isInside<I extends Invocation>(
  { enterF }: Turns<I>,
  before: boolean,
  event: Event,
): boolean {
  if (event.type === 'invoke') return before;
  return event.f === enterF ? event.type === 'ok' : isStillIn(event);
}

/** At the end a thread leaves, enters once more, however long it takes, and leaves. */
export function lastTurns<I extends Invocation>({ enter, leave }: Turns<I>): Generator<I> {
  return sequence(once<I>(leave), untilOk<I>(enter), once<I>(leave));
}
