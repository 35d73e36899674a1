/** Tickets from a counter in one znode, first try.
 *    draw  value null   read the counter, write it plus one   ok: the number drawn
 *  A lost reply leaves a draw `info`: its number may have been taken. */

import {
  type Anomaly,
  type Checker,
  type Client,
  type ClientPlace,
  ensureZnodes,
  fromFunction,
  type Operation,
  outcomeOf,
  sessionAt,
  type Workload,
  type WorkloadEntry,
} from 'zoobreak/workload';

export type DrawOp = { readonly f: 'draw'; readonly value: null };

const CLAIM = {
  claim: 'no number is drawn twice',
  source: 'ours: it is what a counter is for',
};
export const COUNTER = '/zoobreak-tickets';

const blind: WorkloadEntry = {
  name: 'blind-tickets',
  doc: 'numbers from a counter that is read, then written',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create: blindTickets,
};

export default blind;

export function blindTickets(): Workload<DrawOp> {
  return {
    name: 'tickets',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes([COUNTER], place, signal),
    open: blindClient,
    generator: fromFunction(() => ({ f: 'draw', value: null })),
    checkers: [drawnOnce],
  };
}

function blindClient(place: ClientPlace): Client<DrawOp> {
  const session = sessionAt(place);
  return {
    async invoke(_op, signal) {
      const read = await session.getData(COUNTER, {}, signal);
      if (!read.ok) return outcomeOf(read, 'read', null);
      const next = numberIn(read.value.data) + 1;
      const written = await session.setData(COUNTER, bytesOf(next), undefined, signal);
      return outcomeOf(written, 'write', next);
    },
    close: () => session.close(),
  };
}

/** Draws that were ok; those in doubt may have taken a number, but received none. */
export const drawnOnce: Checker = {
  name: 'drawn once',
  perKey: false,
  check: history => {
    const drawn = new Map<unknown, Operation>();
    const draws = history.operations().filter(({ f, type }) => f === 'draw' && type === 'ok');
    for (const draw of draws) {
      const first = drawn.get(draw.output);
      if (first !== undefined) return { valid: false, anomalies: [twice(first, draw)], counts: {} };
      drawn.set(draw.output, draw);
    }
    const counts = { draws: draws.length };
    return draws.length > 0
      ? { valid: true, counts }
      : { valid: 'unknown', why: 'no number was drawn', counts };
  },
};

function twice(first: Operation, second: Operation): Anomaly {
  return {
    type: 'lost-update',
    promised: CLAIM.claim,
    seen: `process ${first.process} and process ${second.process} both drew ${second.output}`,
    operations: eventsOf(first, second),
  };
}

/** The indices of the invocations and completions, in their order. */
export function eventsOf(...operations: readonly Operation[]): number[] {
  return operations
    .flatMap(({ index, completionIndex = index }) => [index, completionIndex])
    .sort((a, b) => a - b);
}

/** An empty znode counts as zero. */
export const numberIn = (data: Uint8Array): number => Number(new TextDecoder().decode(data));
export const bytesOf = (number: number): Uint8Array => new TextEncoder().encode(`${number}`);
