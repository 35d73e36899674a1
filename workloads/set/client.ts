/** Adds to sets and reads them. The claim, and what `info` means, are in workload.ts. */

import { absentAs } from '../../src/client/absent.ts';
import { censusOf } from '../../src/client/census.ts';
import { type Everywhere, everywhere } from '../../src/client/everywhere.ts';
import { strongly } from '../../src/client/reads.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome, ReadStrength } from '../../src/contract.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';

export type SetOp =
  | { readonly f: 'add'; readonly value: number; readonly key?: number }
  | { readonly f: 'read'; readonly value: null; readonly key?: number }
  | { readonly f: 'read-everywhere'; readonly value: null; readonly key?: number };

/** The parent of the sets; strong reads write to it. */
export const SETS = '/zoobreak-set';

type SetSession = Pick<Session, 'create' | 'getChildren' | 'setData' | 'sync' | 'close'>;

/** A client of one session, and of one at each server for the reads at the end. */
export function setClient(
  place: ClientPlace,
  reads: ReadStrength,
  session: SetSession = sessionAt(place),
): Client<SetOp> {
  const servers = everywhere(place);
  return {
    invoke: (op, signal) => {
      const set: SetPlace = { session, servers, reads, path: `${SETS}/${op.key}`, signal };
      switch (op.f) {
        case 'add':
          return add(op.value, set);
        case 'read':
          return read(set);
        case 'read-everywhere':
          return readEverywhere(set);
      }
    },
    close: async () => {
      await Promise.all([session.close(), servers.close()]);
    },
  };
}

/** Where an operation takes place. */
interface SetPlace {
  readonly session: SetSession;
  readonly servers: Everywhere;
  readonly reads: ReadStrength;
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Adds a value. The first add to a set creates its parent: then the first create has definitely failed. */
async function add(value: number, { session, path, signal }: SetPlace): Promise<Outcome> {
  const create = () => session.create(`${path}/${value}`, new Uint8Array(), {}, signal);
  const first = await create();
  if (first.ok || first.error.name !== 'NONODE') return outcomeOf(first, 'write', value);
  await session.create(path, new Uint8Array(), {}, signal);
  return outcomeOf(await create(), 'write', value);
}

async function read({ session, reads, path, signal }: SetPlace): Promise<Outcome> {
  const reader = { session, reads, side: SETS };
  const names = await strongly(reader, () => session.getChildren(path, {}, signal), signal);
  if (names.ok)
    return outcomeOf(
      names,
      'read',
      names.value.map(Number).sort((a, b) => a - b),
    );
  const empty = absentAs(names, []);
  return empty?.ok ? outcomeOf(empty, 'read', empty.value) : outcomeOf(names, 'read', null);
}

async function readEverywhere({ servers, path, signal }: SetPlace): Promise<Outcome> {
  const census = await censusOf(path, { side: SETS, servers, signal });
  return outcomeOf(census, 'read', census.ok ? census.value : null);
}
