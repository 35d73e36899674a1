/** Draws intents, more often those that were reached less often: by completions, not by requests. */
import type { Generator } from '../../src/contract.ts';
import { lazy, pending, take } from '../../src/generator/source.ts';
import type { Event, Invocation } from '../../src/history/event.ts';
import type { Random } from '../../src/random.ts';
import { reachedBy } from './coverage.ts';
import { type Intent, keyOf } from './intent.ts';

/** `f` is the request, `value` the intended outcome: `delete`, `NOTEMPTY`. */
export interface ApiOp extends Invocation {
  readonly f: string;
  readonly value: unknown;
}

/** The weight of an attempt relative to a success, so that an intent that cannot be reached is not tried
 * forever. */
const ATTEMPT = 0.1;

export function steered(intents: readonly Intent[], random: Random): Generator<ApiOp> {
  const places = new Map(intents.map((intent, at) => [keyOf(intent), at]));
  const effort = intents.map(() => 0);
  return drawing({ intents, places, random }, effort);
}

interface Deck {
  readonly intents: readonly Intent[];
  readonly places: ReadonlyMap<string, number>;
  readonly random: Random;
}

/** `effort`: for each intent, how often it was reached and, with less weight, tried. */
function drawing(
  deck: Deck,
  effort: readonly number[],
  drawn: () => ApiOp = lazy(() => draw(deck, effort)),
): Generator<ApiOp> {
  const self: Generator<ApiOp> = {
    next: ({ free, timeNs }) => {
      const worker = free[0];
      if (worker === undefined) return pending(self);
      return take({ invocation: drawn(), process: worker.process, timeNs }, drawing(deck, effort));
    },
    update: (_, event) => {
      const at = deck.places.get(keyIn(event));
      if (at === undefined) return self;
      const more = (effort[at] ?? 0) + (event.type === 'invoke' ? ATTEMPT : 1);
      return drawing(deck, effort.with(at, more), drawn);
    },
  };
  return self;
}

function keyIn(event: Event): string {
  if (event.type === 'invoke') return keyOf({ f: event.f, aim: String(event.value) });
  return reachedBy(event) ?? '';
}

function draw({ intents, random }: Deck, effort: readonly number[]): ApiOp {
  const weights = effort.map(spent => 1 / (1 + spent));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mark = random.float() * total;
  let sum = 0;
  const at = weights.findIndex(weight => {
    sum += weight;
    return sum > mark;
  });
  const intent = intents[Math.max(0, at)];
  if (intent === undefined) throw new RangeError('api: expected an intent, found none');
  return { f: intent.f, value: intent.aim };
}
