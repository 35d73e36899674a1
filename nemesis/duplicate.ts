/** Links that deliver packets twice. */
import type { Disturbance, RangeParameter } from '../src/contract.ts';
import { rangeIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { linkFault } from './link-fault.ts';
import { quantity } from './value-shape.ts';
import { within } from './within-range.ts';

type Duplicate = Extract<Disturbance, { kind: 'duplicate' }>;

const PERCENT: RangeParameter = {
  kind: 'range',
  name: 'percent',
  doc: 'how many of a hundred packets arrive twice',
  unit: 'percent',
  least: 1,
  most: 100,
};
const USUAL = { least: 20, most: 100 };
/** A few segments are received twice on a healthy network too, where an answer was late. */
const FEWEST = 5;

export const duplicate: NemesisEntry = linkFault<Duplicate>({
  kind: 'duplicate',
  doc: 'delivers some of what some nodes receive twice',
  takes: [PERCENT],
  draw: (random, aim) => ({
    kind: 'duplicate',
    percent: within(rangeIn(aim, PERCENT.name, USUAL), random),
  }),
  drawn: { percent: quantity(PERCENT) },
  sampling: () => ({ count: 1, boundMs: 500, spanMs: 1_000 }),
  shows: (_, before, since) => {
    const last = since.at(-1);
    return (
      last !== undefined &&
      [...last.duplicates].every(
        ([node, count]) => count - (before.duplicates.get(node) ?? 0) >= FEWEST,
      )
    );
  },
});
