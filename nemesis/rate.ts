/** Thin links: packets arrive no faster than a rate. */
import type { Disturbance, RangeParameter } from '../src/contract.ts';
import { rangeIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { linkFault } from './link-fault.ts';
import { answered, onEveryLink } from './link-sample.ts';
import { quantity } from './value-shape.ts';
import { within } from './within-range.ts';

type Rate = Extract<Disturbance, { kind: 'rate' }>;

const KB: RangeParameter = {
  kind: 'range',
  name: 'kb',
  doc: 'how many kilobytes arrive in a second',
  unit: 'kB/s',
  least: 1,
  most: 64,
};
const USUAL = { least: 4, most: 32 };
const CONNECTIONS = 32;
/** A SYN with its options. */
const SYN_BYTES = 60;
const SHARE = 0.8;

/** How long the last of the SYNs that are sent at once waits for the others. */
const waitMs = ({ kbPerS }: Rate): number => (CONNECTIONS * SYN_BYTES) / kbPerS;

export const rate: NemesisEntry = linkFault<Rate>({
  kind: 'rate',
  doc: 'limits how fast some nodes receive',
  takes: [KB],
  draw: (random, aim) => ({ kind: 'rate', kbPerS: within(rangeIn(aim, KB.name, USUAL), random) }),
  drawn: { kbPerS: quantity(KB) },
  sampling: () => ({ count: CONNECTIONS, boundMs: 4_000 }),
  shows: (disturbance, before, since) =>
    onEveryLink(before, since, (times, usual) => {
      const lateMs = Math.max(...answered(times)) - Math.max(...answered(usual));
      return times.includes(undefined) || lateMs >= SHARE * waitMs(disturbance);
    }),
});
