/** What clients do below containers and TTL znodes. Paths and operations are in workload.ts. */
import { answered, refusalOf } from '../../src/client/answer.ts';
import type { Outcome } from '../../src/contract.ts';
import type { CreateOptions } from '../../src/zookeeper/create.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';

export const ROOT = '/zoobreak-containers';
/** Time to live of a TTL znode that is visited, and of one that is tended, in milliseconds: the first is due at the next
 *  search of the leader, the second stays for a few of them. */
const VISITED_MS = 1_000;
const TENDED_MS = 20_000;

/** A znode that is created again whenever it is not there. */
export interface Parent {
  readonly kind: 'container' | 'ttl';
  readonly id: number;
}

export type VisitOp = { readonly f: 'visit'; readonly value: Parent };
export type TendOp = { readonly f: 'tend'; readonly value: { readonly id: number } };

/** What servers answered about the child of a visit: OK, or the name of the error. */
export interface Visited {
  readonly seen: string;
  readonly taken: string;
}

export interface Visitor {
  readonly session: Session;
  /** The name of a child that no other visit gives. */
  readonly name: string;
  readonly signal: AbortSignal;
}

/** Creates a child, reads it back, and deletes it. */
export async function visit({ kind, id }: Parent, visitor: Visitor): Promise<Outcome> {
  const path = `${ROOT}/${kind}-${id}`;
  const child = `${path}/${visitor.name}`;
  const options: CreateOptions =
    kind === 'container' ? { mode: 'container' } : { mode: 'persistent-ttl', ttlMs: VISITED_MS };
  const put = await created(child, {}, visitor);
  if (!put.ok && put.error.name === 'NONODE') {
    const made = await created(path, options, visitor);
    if (!made.ok && made.error.name !== 'NODEEXISTS') return outcomeOf(made, 'write', null);
    return look(child, await created(child, {}, visitor), visitor);
  }
  return look(child, put, visitor);
}

/** Reads and deletes a child that was created. */
async function look(
  child: string,
  put: Reply<unknown>,
  { session, signal }: Visitor,
): Promise<Outcome> {
  if (!put.ok) return outcomeOf(put, 'write', null);
  const [seen, taken] = await Promise.all([
    session.exists(child, {}, signal),
    session.delete(child, -1, signal),
  ]);
  const isThere = seen.ok && seen.value !== undefined;
  const found = seen.ok ? (isThere ? 'OK' : 'NONODE') : refusalOf(seen);
  const done = taken.ok ? 'OK' : refusalOf(taken);
  if (found === undefined || done === undefined)
    return outcomeOf(seen.ok ? taken : seen, 'write', null);
  return answered(taken, { seen: found, taken: done } satisfies Visited);
}

/** Reads a TTL znode, lets a child come and go below it, and makes it where it is not there. */
export async function tend(id: number, visitor: Visitor): Promise<Outcome> {
  const { session, name, signal } = visitor;
  const path = `${ROOT}/tended-${id}`;
  const seen = await session.exists(path, {}, signal);
  if (!seen.ok) return outcomeOf(seen, 'read', null);
  if (seen.value === undefined) {
    const options = { mode: 'persistent-ttl', ttlMs: TENDED_MS } as const;
    return outcomeOf(await created(path, options, visitor), 'write', 'made');
  }
  const [put, taken] = await Promise.all([
    created(`${path}/${name}`, {}, visitor),
    session.delete(`${path}/${name}`, -1, signal),
  ]);
  return outcomeOf(put.ok ? taken : put, 'write', 'tended');
}

function created(
  path: string,
  options: CreateOptions,
  { session, signal }: Visitor,
): Promise<Reply<unknown>> {
  return session.create(path, new Uint8Array(), options, signal);
}
