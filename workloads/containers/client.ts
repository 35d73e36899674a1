/** What clients do below containers and TTL znodes. Paths and operations are in workload.ts. */
import { answered, refusalOf } from '../../src/client/answer.ts';
import type { Outcome } from '../../src/contract.ts';
import type { CreateOptions } from '../../src/zookeeper/create.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';

export const ROOT = '/zoobreak-containers';
/** A visited TTL znode is due at the leader's next search, a tended one stays for a few searches. */
const VISITED: CreateOptions = { mode: 'persistent-ttl', ttlMs: 1_000 };
const TENDED: CreateOptions = { mode: 'persistent-ttl', ttlMs: 20_000 };
const CONTAINER: CreateOptions = { mode: 'container' };
/** Children created and deleted below a tended TTL znode, about one per second. The last is deleted before
 * the znode is due; if the TTL counts from then, the znode is removed late. */
const CHILDREN = 18;

/** A znode that is created again whenever it is missing. */
export interface Parent {
  readonly kind: 'container' | 'ttl';
  readonly id: number;
}

export type VisitOp = { readonly f: 'visit'; readonly value: Parent };
export type TendOp = { readonly f: 'tend'; readonly value: Parent };

/** The servers' answers about the child of a visit: OK, or the name of the error. */
export interface Visited {
  readonly seen: string;
  readonly taken: string;
}

export interface Visitor {
  readonly session: Session;
  /** A child's name that no other visit uses. */
  readonly name: string;
  /** Opens another session. */
  readonly open: () => Session;
  readonly signal: AbortSignal;
}

/** Creates a child, reads it back, and deletes it. */
export async function visit({ kind, id }: Parent, visitor: Visitor): Promise<Outcome> {
  const path = `${ROOT}/${kind}-${id}`;
  const child = `${path}/${visitor.name}`;
  const options = kind === 'ttl' ? VISITED : CONTAINER;
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

/** Reads a parent, and creates it if it is missing. Children come and go below a TTL znode for a while; a
 * container has one, which is removed with its session. After that, nothing keeps the parent. */
export async function tend({ kind, id }: Parent, visitor: Visitor): Promise<Outcome> {
  const { session, signal } = visitor;
  const path = `${ROOT}/tended-${kind}-${id}`;
  const seen = await session.exists(path, {}, signal);
  if (!seen.ok) return outcomeOf(seen, 'read', null);
  if (seen.value === undefined) {
    const options = kind === 'ttl' ? TENDED : CONTAINER;
    return outcomeOf(await created(path, options, visitor), 'write', 'made');
  }
  const { cversion } = seen.value;
  if (kind === 'ttl' && cversion < 2 * CHILDREN) return comeAndGo(path, visitor);
  if (kind === 'container' && cversion === 0) return lodge(path, visitor);
  return outcomeOf(seen, 'read', 'seen');
}

async function comeAndGo(path: string, visitor: Visitor): Promise<Outcome> {
  const child = `${path}/${visitor.name}`;
  const [put, taken] = await Promise.all([
    created(child, {}, visitor),
    visitor.session.delete(child, -1, visitor.signal),
  ]);
  return outcomeOf(put.ok ? taken : put, 'write', 'tended');
}

/** Creates an ephemeral in a session of its own, which closes. */
async function lodge(path: string, visitor: Visitor): Promise<Outcome> {
  const session = visitor.open();
  try {
    const options: CreateOptions = { mode: 'ephemeral' };
    const put = await created(`${path}/${visitor.name}`, options, { ...visitor, session });
    return outcomeOf(put, 'write', 'tended');
  } finally {
    await session.close(visitor.signal);
  }
}

function created(
  path: string,
  options: CreateOptions,
  { session, signal }: Visitor,
): Promise<Reply<unknown>> {
  return session.create(path, new Uint8Array(), options, signal);
}
