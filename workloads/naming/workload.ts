/** Names that go to the client that creates them first.
 *   claim   value integer, each once   ok: true, it is ours; false, it was somebody's before
 *   lookup  value null                 ok: the integer it went to, or null
 * A claim whose reply is lost is settled by what the znode holds; `info` only where that cannot be
 * read. Every key is a name, and is never given back. */

import { linearizable } from '../../src/checker/linearizable/index.ts';
import { createOwned } from '../../src/client/owned.ts';
import { strongly } from '../../src/client/reads.ts';
import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type {
  Client,
  Outcome,
  ReadStrength,
  Workload,
  WorkloadOptions,
} from '../../src/contract.ts';
import { independentKeys, reserve } from '../../src/generator/index.ts';
import { type Call, type Model, UnknownOperation } from '../../src/model/index.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import { exceptForWeakReads } from '../claims.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';

/** Few, so that most claims of a name come at the same time. */
const OPERATIONS_PER_NAME = 12;
/** The fewest threads that compete for the same name: half of them look it up. */
const THREADS_PER_NAME = 6;
const ROOT = '/zoobreak-naming';
const CLAIM: Claim = {
  claim: 'a name goes to exactly one of the clients that claim it, and all lookups agree on which',
  source:
    'ZooKeeper Recipes and Solutions, Name Service (https://zookeeper.apache.org/doc/current/recipes.html)',
};

export type NamingOp =
  | { readonly f: 'claim'; readonly value: number; readonly key?: number }
  | { readonly f: 'lookup'; readonly value: null; readonly key?: number };

export const naming: WorkloadEntry = {
  name: 'naming',
  doc: 'names that many claim and one gets',
  claims: exceptForWeakReads(CLAIM, 'a lookup may miss a name that was just given'),
  takes: ['naive'],
  create,
};

function create({ reads, concurrency, keys, naive = false }: WorkloadOptions): Workload<NamingOp> {
  const inUse = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_NAME)));
  const threads = Math.floor(concurrency / inUse);
  const lookup = (): NamingOp => ({ f: 'lookup', value: null });
  let last = 0;
  const claim = (): NamingOp => ({ f: 'claim', value: ++last });
  return {
    name: 'naming',
    ...naming.claims[reads],
    setup: (place, signal) => ensureZnodes([ROOT], place, signal),
    open: place => namingClient(sessionAt(place), { reads, naive }),
    generator: independentKeys(threads, OPERATIONS_PER_NAME, () =>
      reserve([[Math.floor(threads / 2), lookup]], claim),
    ),
    checkers: [linearizable(firstComes)],
  };
}

/** A name belongs to nobody, then to its first claimant for good. */
export const firstComes: Model<number | null> = {
  name: 'first-comes',
  init: null,
  step: (owner, op) => {
    if (op.f === 'claim') return claimed(owner, op);
    if (op.f !== 'lookup') throw new UnknownOperation('first-comes', ['claim', 'lookup'], op);
    return op.type === 'ok' && op.output !== owner ? undefined : owner;
  },
  describeState: owner => (owner === null ? "nobody's" : `${owner}'s`),
  isRead: op => op.f === 'lookup' || (op.type === 'ok' && op.output === false),
};

function claimed(owner: number | null, { type, input, output }: Call): number | null | undefined {
  const wins = owner === null;
  if (type === 'ok' && output !== wins) return undefined;
  return wins ? Number(input) : owner;
}

type NamingSession = Pick<Session, 'create' | 'getData' | 'setData' | 'sync' | 'close'>;

interface NamingOptions {
  readonly reads: ReadStrength;
  /** Disables reading the name's owner after the reply to a claim was lost. */
  readonly naive?: boolean;
}

export function namingClient(session: NamingSession, options: NamingOptions): Client<NamingOp> {
  return {
    invoke: (op, signal) => {
      const name: Name = { session, ...options, path: `${ROOT}/${op.key}`, signal };
      return op.f === 'claim' ? claimName(op.value, name) : lookUp(name);
    },
    close: () => session.close(),
  };
}

interface Name extends NamingOptions {
  readonly session: NamingSession;
  readonly path: string;
  readonly signal: AbortSignal;
}

async function claimName(
  value: number,
  { session, path, signal, naive = false }: Name,
): Promise<Outcome> {
  const id = String(value);
  const wanted = { session, path, id, mode: 'persistent', side: ROOT, naive } as const;
  const owned = await createOwned(wanted, signal);
  return owned === 'taken' ? { type: 'ok', value: false } : outcomeOf(owned, 'write', true);
}

async function lookUp({ session, reads, path, signal }: Name): Promise<Outcome> {
  const reader = { session, reads, side: ROOT };
  const found = await strongly(reader, () => session.getData(path, {}, signal), signal);
  if (found.ok) return outcomeOf(found, 'read', Number(new TextDecoder().decode(found.value.data)));
  return found.error.name === 'NONODE'
    ? { type: 'ok', value: null }
    : outcomeOf(found, 'read', null);
}
