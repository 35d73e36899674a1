/** Tickets with a display that shows the last number drawn.
 *    draw  as before
 *    look  value null   ok: the number on the display */

import {
  type Checker,
  type Client,
  type ClientPlace,
  mix,
  type Operation,
  outcomeOf,
  sessionAt,
  type Verdict,
  type Workload,
  type WorkloadEntry,
  type WorkloadOptions,
} from 'zoobreak/workload';
import { COUNTER, drawnOnce, eventsOf, numberIn } from './1-blind.ts';
import { versionedTickets } from './2-versioned.ts';

export type DisplayOp = { readonly f: 'draw' | 'look'; readonly value: null };

const CLAIM = {
  claim: 'a display shows no number older than a draw that was over when somebody looked',
  source: 'ours: it is what a display is for',
};

const display: WorkloadEntry = {
  name: 'tickets-with-display',
  doc: 'numbers from a counter, and a display of the last one',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create: ticketsWithDisplay,
};

export default display;

function ticketsWithDisplay({ random }: Pick<WorkloadOptions, 'random'>): Workload<DisplayOp> {
  return {
    ...versionedTickets(),
    ...CLAIM,
    open: displayClient,
    generator: mix<DisplayOp>(
      random,
      () => ({ f: 'draw', value: null }),
      () => ({ f: 'look', value: null }),
    ),
    checkers: [drawnOnce, recent],
  };
}

const isDraw = ({ f }: { readonly f: string }): boolean => f === 'draw';

function displayClient(place: ClientPlace): Client<DisplayOp> {
  const drawing = versionedTickets().open(place);
  const session = sessionAt(place);
  return {
    async invoke({ f }, signal) {
      if (f === 'draw') return drawing.invoke({ f, value: null }, signal);
      const read = await session.getData(COUNTER, {}, signal);
      return outcomeOf(read, 'read', read.ok ? numberIn(read.value.data) : null);
    },
    async close() {
      await drawing.close();
      await session.close();
    },
  };
}

/** Checks that no `look` is behind a draw that was over before it. */
export const recent: Checker = {
  name: 'recent',
  perKey: false,
  check: history => {
    const ok = history.operations().filter(({ type }) => type === 'ok');
    const looks = ok.filter(({ f }) => f === 'look');
    for (const look of looks) {
      const behind = ok.find(
        each =>
          isDraw(each) && each.returnNs < look.callNs && Number(each.output) > Number(look.output),
      );
      if (behind !== undefined) return stale(behind, look);
    }
    const counts = { looks: looks.length };
    return looks.length > 0
      ? { valid: true, counts }
      : { valid: 'unknown', why: 'nobody looked', counts };
  },
};

function stale(draw: Operation, look: Operation): Verdict {
  const anomaly = {
    type: 'stale-read',
    promised: CLAIM.claim,
    seen: `process ${draw.process} had drawn ${draw.output}, then process ${look.process} saw ${look.output}`,
    operations: eventsOf(draw, look),
  };
  return { valid: false, anomalies: [anomaly], counts: {} };
}
