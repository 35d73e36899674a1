/** Which clocks are bent next, and how. All times in milliseconds.
 *    bump    node -> offset, 11 ms to 5 minutes either way
 *    strobe  some nodes jump to an offset and back, again and again
 *    drift   node -> rate, half to double speed, at least a fifth off */
import type { NodeName, ValueFields, ValueShape } from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { NODES } from './victims.ts';

const SMALLEST_MS = 11;
const LARGEST_MS = 300_000;

/** The operations that bend clocks. */
export type Skew =
  | { readonly f: 'bump-clock'; readonly value: Readonly<Record<string, number>> }
  | { readonly f: 'strobe-clock'; readonly value: Strobe }
  | { readonly f: 'drift-clock'; readonly value: Readonly<Record<string, number>> };

export interface Strobe {
  readonly nodes: readonly string[];
  readonly offsetMs: number;
  /** From one jump to the next. */
  readonly periodMs: number;
  readonly durationMs: number;
}

/** The kinds of operations that bend clocks. */
export const STRIKES = ['bump-clock', 'strobe-clock', 'drift-clock'] as const;

const MOST_MS = 86_400_000;
const OFFSET_MS: ValueShape = { kind: 'number', least: -MOST_MS, most: MOST_MS };
const SPAN_MS: ValueShape = { kind: 'number', least: 1, most: MOST_MS };

/** The shapes of their values. */
export const SKEWS: ValueFields = {
  'bump-clock': { kind: 'by node', of: OFFSET_MS },
  'drift-clock': { kind: 'by node', of: { kind: 'number', least: 0.01, most: 100 } },
  'strobe-clock': {
    kind: 'fields',
    fields: { nodes: NODES, offsetMs: OFFSET_MS, periodMs: SPAN_MS, durationMs: SPAN_MS },
  },
};

interface Wishes {
  readonly intervalMs: number;
  /** Default: chance picks. */
  readonly f?: (typeof STRIKES)[number] | undefined;
}

/** A bent clock that chance picks; a strobe lasts at most half an interval. */
export function planSkew(nodes: readonly NodeName[], wishes: Wishes, random: Random): Skew {
  const some = random.shuffle(nodes).slice(0, 1 + random.intBelow(nodes.length));
  const each = (draw: () => number): Readonly<Record<string, number>> =>
    Object.fromEntries(some.map(node => [node, draw()]));
  const drawn = random.pick(STRIKES);
  switch (wishes.f ?? drawn) {
    case 'bump-clock':
      return { f: 'bump-clock', value: each(() => offsetMs(random)) };
    case 'drift-clock':
      return { f: 'drift-clock', value: each(() => rate(random)) };
    case 'strobe-clock':
      return {
        f: 'strobe-clock',
        value: {
          nodes: some,
          offsetMs: offsetMs(random),
          periodMs: 50 + random.intBelow(450),
          durationMs: Math.min(4_000, Math.round(wishes.intervalMs / 2)),
        },
      };
  }
}

/** Every order of magnitude is as likely as the others, and both directions. */
function offsetMs(random: Random): number {
  const size = SMALLEST_MS * (LARGEST_MS / SMALLEST_MS) ** random.float();
  return Math.round(size) * random.pick([-1, 1]);
}

function rate(random: Random): number {
  const slow = 0.5 + 0.3 * random.float();
  return Number((random.pick([true, false]) ? slow : 1 / slow).toFixed(3));
}
