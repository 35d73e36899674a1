/** Slow links: packets arrive late, by a time that varies, in their order or not. */
import type { Disturbance, RangeParameter, WordParameter } from '../src/contract.ts';
import { rangeIn, wordIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { linkFault } from './link-fault.ts';
import { answered, onEveryLink } from './link-sample.ts';
import { quantity } from './value-shape.ts';

type Slow = Extract<Disturbance, { kind: 'slow' }>;

const MS: RangeParameter = {
  kind: 'range',
  name: 'ms',
  doc: 'how much later a packet arrives',
  unit: 'ms',
  least: 5,
  most: 3_000,
};
const ORDER: WordParameter = {
  kind: 'word',
  name: 'order',
  doc: 'whether packets arrive in their order',
  words: ['kept', 'mixed'],
};
/** From a slow disk's delay to that of a satellite. */
const USUAL: readonly (readonly [number, number])[] = [
  [20, 20],
  [20, 100],
  [100, 400],
  [500, 800],
];
/** A clock that measures is not exact. */
const SHARE = 0.8;

export const slow: NemesisEntry = linkFault<Slow>({
  kind: 'slow',
  doc: 'delays what some nodes receive, by a time that varies, in its order or not',
  takes: [MS, ORDER],
  draw: (random, aim) => {
    const [usualLeast, usualMost] = random.pick(USUAL);
    const { least, most } = rangeIn(aim, MS.name, { least: usualLeast, most: usualMost });
    const order = random.pick(['kept', 'mixed'] as const);
    const wanted = wordIn(aim, ORDER.name);
    return {
      kind: 'slow',
      leastMs: least,
      mostMs: most,
      order: (['kept', 'mixed'] as const).find(word => word === wanted) ?? order,
    };
  },
  drawn: {
    leastMs: quantity(MS),
    mostMs: quantity(MS),
    order: { kind: 'word', words: ORDER.words },
  },
  sampling: ({ mostMs }) => ({ count: 4, boundMs: 3 * mostMs + 500 }),
  shows: ({ leastMs }, before, since) =>
    onEveryLink(before, since, (times, usual) => {
      const delayMs = Math.min(...answered(times)) - Math.min(...answered(usual));
      return answered(times).length > 0 && delayMs >= SHARE * leastMs;
    }),
});
