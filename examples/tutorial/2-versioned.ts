/** Tickets, second try: the write names the version that was read, so that the server refuses it when
 *  somebody else was there in between. That refusal (BADVERSION) is a `fail`: no number was taken. */

import {
  type Client,
  type ClientPlace,
  outcomeOf,
  sessionAt,
  type Workload,
  type WorkloadEntry,
} from 'zoobreak/workload';
import blind, { blindTickets, bytesOf, COUNTER, type DrawOp, numberIn } from './1-blind.ts';

const versioned: WorkloadEntry = {
  ...blind,
  name: 'versioned-tickets',
  doc: 'numbers from a counter that is written at the version that was read',
  create: versionedTickets,
};

export default versioned;

export function versionedTickets(): Workload<DrawOp> {
  return { ...blindTickets(), open: versionedClient };
}

function versionedClient(place: ClientPlace): Client<DrawOp> {
  const session = sessionAt(place);
  return {
    async invoke(_op, signal) {
      const read = await session.getData(COUNTER, {}, signal);
      if (!read.ok) return outcomeOf(read, 'read', null);
      const { data, stat } = read.value;
      const next = numberIn(data) + 1;
      const written = await session.setData(COUNTER, bytesOf(next), stat.version, signal);
      return outcomeOf(written, 'write', next);
    },
    close: () => session.close(),
  };
}
