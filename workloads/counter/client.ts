/** Counts with a znode's version. The claim, and what `info` means, are in workload.ts. */

import { type Everywhere, everywhere } from '../../src/client/everywhere.ts';
import { strongly } from '../../src/client/reads.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome, ReadStrength } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { Stat } from '../../src/zookeeper/data-records.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';

export type CounterOp = {
  readonly f: 'add' | 'read' | 'read-everywhere';
  readonly value: null;
  readonly key: number;
};

/** The parent of the counters; strong reads write to it. */
export const COUNTERS = '/zoobreak-counter';

type CounterSession = Pick<Session, 'getData' | 'setData' | 'sync' | 'close'>;

/** A client of one session, and of one at each server for the reads at the end. */
export function counterClient(
  place: ClientPlace,
  reads: ReadStrength,
  session: CounterSession = sessionAt(place),
): Client<CounterOp> {
  const servers = everywhere(place);
  return {
    invoke: async ({ f, key }, signal) => {
      const path = `${COUNTERS}/${key}`;
      switch (f) {
        case 'add': {
          const reply = await session.setData(path, new Uint8Array(), -1, signal);
          return outcomeOf(reply, 'write', reply.ok ? countOf(reply.value) : null);
        }
        case 'read': {
          const reply = await readStat(session, { reads, path, signal });
          return outcomeOf(reply, 'read', reply.ok ? countOf(reply.value) : null);
        }
        case 'read-everywhere':
          return readEverywhere(servers, path, signal);
      }
    },
    close: async () => {
      await Promise.all([session.close(), servers.close()]);
    },
  };
}

interface Reading {
  readonly reads: ReadStrength;
  readonly path: string;
  readonly signal: AbortSignal;
}

async function readStat(
  session: CounterSession,
  { reads, path, signal }: Reading,
): Promise<Reply<Stat>> {
  const reader = { session, reads, side: COUNTERS };
  const data = await strongly(reader, () => session.getData(path, {}, signal), signal);
  return data.ok ? { ...data, value: data.value.stat } : data;
}

async function readEverywhere(
  servers: Everywhere,
  path: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const reply = await servers.ask(session => readStat(session, { reads: 'quorum', path, signal }));
  if (!reply.ok) return outcomeOf(reply, 'read', null);
  const value = reply.value.map(({ node, zxid, value: stat }) => ({
    node,
    at: hexOf(zxid),
    ...countOf(stat),
  }));
  return outcomeOf(reply, 'read', value);
}

function countOf({ version, mzxid }: Stat): { readonly count: number; readonly mzxid: string } {
  return { count: version, mzxid: hexOf(mzxid) };
}
