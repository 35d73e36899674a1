/** Links that hold packets back, and then deliver them all. */
import type { Disturbance } from '../src/contract.ts';
import type { NemesisEntry } from './entry.ts';
import { linkFault } from './link-fault.ts';
import { onEveryLink } from './link-sample.ts';

type Hold = Extract<Disturbance, { kind: 'hold' }>;

/** Connections that the release lets through were begun this long before it, at least. */
const KEPT_MS = 100;

export const hold: NemesisEntry = linkFault<Hold>({
  kind: 'hold',
  doc: 'holds back all that some nodes receive, and delivers it when it is healed',
  takes: [],
  draw: () => ({ kind: 'hold' }),
  drawn: {},
  sampling: () => ({ count: 4, boundMs: 500 }),
  shows: (_, before, since) => {
    const last = since.slice(-1);
    return onEveryLink(before, last, times => times.every(time => time === undefined));
  },
  released: connectMs => connectMs.every(time => time !== undefined && time >= KEPT_MS),
});
