/** Links that come and go: everything arrives for a while, then nothing, in turn. */
import type { Disturbance, RangeParameter } from '../src/contract.ts';
import { rangeIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { linkFault } from './link-fault.ts';
import { answered, onEveryLink } from './link-sample.ts';
import { quantity } from './value-shape.ts';
import { within } from './within-range.ts';

type Flap = Extract<Disturbance, { kind: 'flap' }>;

const span = (name: string, doc: string): RangeParameter => ({
  kind: 'range',
  name,
  doc,
  unit: 'ms',
  least: 100,
  most: 3_000,
});
const UP = span('up', 'how long everything arrives');
const DOWN = span('down', 'how long nothing arrives');
const USUAL = { least: 200, most: 1_500 };
/** How long one connection is waited for: short, so that spans of either kind are seen. */
const BOUND_MS = 80;

export const flap: NemesisEntry = linkFault<Flap>({
  kind: 'flap',
  doc: 'lets some nodes receive for a while and not for a while, in turn',
  takes: [UP, DOWN],
  draw: (random, aim) => ({
    kind: 'flap',
    upMs: within(rangeIn(aim, UP.name, USUAL), random),
    downMs: within(rangeIn(aim, DOWN.name, USUAL), random),
  }),
  drawn: { upMs: quantity(UP), downMs: quantity(DOWN) },
  sampling: ({ upMs, downMs }) => ({
    count: 2,
    boundMs: BOUND_MS,
    spanMs: upMs + downMs,
  }),
  shows: (_, before, since) =>
    onEveryLink(before, since, (times, usual) => {
      const isBoth = times.includes(undefined) && answered(times).length > 0;
      return isBoth && !usual.includes(undefined);
    }),
});
