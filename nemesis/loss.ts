/** Lossy links: some packets never arrive. */
import type { Disturbance, RangeParameter } from '../src/contract.ts';
import { rangeIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { linkFault } from './link-fault.ts';
import { lostShare, onEveryLink } from './link-sample.ts';
import { quantity } from './value-shape.ts';
import { within } from './within-range.ts';

type Loss = Extract<Disturbance, { kind: 'loss' }>;

const PERCENT: RangeParameter = {
  kind: 'range',
  name: 'percent',
  doc: 'how many of a hundred packets are lost',
  unit: 'percent',
  least: 1,
  most: 90,
};
const USUAL = { least: 5, most: 40 };
/** Below the first retransmission of a SYN (1 s): a connection without an answer by then lost a packet. */
const BOUND_MS = 900;
const CONNECTIONS = 20;

export const loss: NemesisEntry = linkFault<Loss>({
  kind: 'loss',
  doc: 'loses some of what some nodes receive',
  takes: [PERCENT],
  draw: (random, aim) => ({
    kind: 'loss',
    percent: within(rangeIn(aim, PERCENT.name, USUAL), random),
  }),
  drawn: { percent: quantity(PERCENT) },
  sampling: () => ({ count: CONNECTIONS, boundMs: BOUND_MS }),
  shows: (_, before, since) =>
    onEveryLink(before, since, (times, usual) => lostShare(times) > lostShare(usual)),
});
