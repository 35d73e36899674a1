/** Stores data, names and children up to the server's limit, and above. The claim is in workload.ts. */

import { answered, refusalOf } from '../../src/client/answer.ts';
import { strongly } from '../../src/client/reads.ts';
import type { Client, Outcome } from '../../src/contract.ts';
import type { MultiOp } from '../../src/zookeeper/multi.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Data } from '../../src/zookeeper/requests.ts';
import type { Session } from '../../src/zookeeper/session.ts';

const ROOT = '/zoobreak-limits';
const DATA = `${ROOT}/data`;
const NAMES = `${ROOT}/names`;
const CHILDREN = `${ROOT}/children`;
/** Parents before their children. */
export const LIMITS_ZNODES: readonly string[] = [ROOT, DATA, NAMES, CHILDREN];

/** A server reads no request longer than this. Source: jute.maxbuffer. */
const MOST_REQUEST_BYTES = 0xf_ff_ff;
const ID_DIGITS = 8;
/** The bytes of a create request besides its data: header, lengths, path, list, flags. */
const OVERHEAD_BYTES: number = 8 + 4 + DATA.length + 1 + ID_DIGITS + 4 + 4 + 4 + 9 + 10 + 4;
/** The most data that fits into a request to create a znode. */
export const MOST_DATA_BYTES: number = MOST_REQUEST_BYTES - OVERHEAD_BYTES;
/** The children of one batch. */
export const BATCH_CHILDREN = 200;
/** The length of a child's name: lists soon exceed the longest request. */
const CHILD_NAME_LENGTH = 100;

export interface Put {
  /** An id that no other operation uses. */
  readonly id: number;
  readonly bytes: number;
}

export type LimitsOp =
  | { readonly f: 'put' | 'name'; readonly value: Put }
  | { readonly f: 'get' | 'drop' | 'spawn'; readonly value: number }
  | { readonly f: 'list'; readonly value: null };

/** What was read: `intact` if every byte is as sent. Null: the znode does not exist. */
export type Got = { readonly bytes: number; readonly intact: boolean } | null;

/** For each batch, how many of its children exist. */
export type Batches = readonly (readonly [batch: number, children: number])[];

type LimitsSession = Pick<
  Session,
  | 'create'
  | 'delete'
  | 'exists'
  | 'getData'
  | 'getChildren'
  | 'multi'
  | 'setData'
  | 'sync'
  | 'close'
>;

/** A client of one session. */
export function limitsClient(session: LimitsSession): Client<LimitsOp> {
  return {
    invoke: (op, signal) => apply(op, { session, signal }),
    close: () => session.close(),
  };
}

interface Place {
  readonly session: LimitsSession;
  readonly signal: AbortSignal;
}

async function apply(op: LimitsOp, place: Place): Promise<Outcome> {
  const { session, signal } = place;
  switch (op.f) {
    case 'put':
      return store(pathOf(op.value.id), content(op.value), place);
    case 'name':
      return name(op.value, place);
    case 'get':
      return get(op.value, place);
    case 'drop':
      return outcomeOf(await session.delete(pathOf(op.value), -1, signal), 'write', null);
    case 'spawn':
      return outcomeOf(await session.multi(batchOf(op.value), signal), 'write', op.value);
    case 'list':
      return list(place);
  }
}

/** Returns `accepted`; or `refused` if the connection broke, and the session continued and does not find the
 * znode. */
async function store(path: string, data: Uint8Array, place: Place): Promise<Outcome> {
  const { session, signal } = place;
  const created = await session.create(path, data, {}, signal);
  if (created.ok) return answered(created, 'accepted');
  if (!created.left || created.error.name !== 'CONNECTIONLOSS')
    return outcomeOf(created, 'write', null);
  const found = await strong(place, () => session.exists(path, {}, signal));
  if (!found.ok) return outcomeOf({ ...created, error: found.error, left: true }, 'write', null);
  return answered(found, found.value === undefined ? 'refused' : 'accepted');
}

/** Creates a znode with a long name, and deletes it: lists of its siblings would be as long. */
async function name({ id, bytes }: Put, place: Place): Promise<Outcome> {
  const path = `${NAMES}/${numbered(id)}`.padEnd(bytes, 'n');
  const outcome = await store(path, new Uint8Array(), place);
  if (outcome.type === 'ok' && outcome.value === 'accepted')
    await place.session.delete(path, -1, place.signal);
  return outcome;
}

async function get(id: number, place: Place): Promise<Outcome> {
  const { session, signal } = place;
  const reply = await strong<Data>(place, () => session.getData(pathOf(id), {}, signal));
  if (refusalOf(reply) === 'NONODE') return answered(reply, null);
  if (!reply.ok) return outcomeOf(reply, 'read', null);
  const { data } = reply.value;
  const intact = Buffer.compare(content({ id, bytes: data.length }), data) === 0;
  const got: Got = { bytes: data.length, intact };
  return answered(reply, got);
}

async function list(place: Place): Promise<Outcome> {
  const { session, signal } = place;
  const names = await strong(place, () => session.getChildren(CHILDREN, {}, signal));
  if (!names.ok) return outcomeOf(names, 'read', null);
  const counts = new Map<number, number>();
  for (const child of names.value) {
    const batch = Number(child.slice(0, ID_DIGITS));
    counts.set(batch, (counts.get(batch) ?? 0) + 1);
  }
  return answered(
    names,
    [...counts].sort(([a], [b]) => a - b),
  );
}

function strong<T>({ session, signal }: Place, read: () => Promise<Reply<T>>): Promise<Reply<T>> {
  return strongly({ session, reads: 'quorum', side: ROOT }, read, signal);
}

function batchOf(batch: number): readonly MultiOp[] {
  return Array.from({ length: BATCH_CHILDREN }, (_, child): MultiOp => {
    const name = `${numbered(batch)}-${child}-`.padEnd(CHILD_NAME_LENGTH, 'c');
    return { op: 'create', path: `${CHILDREN}/${name}`, data: new Uint8Array() };
  });
}

function pathOf(id: number): string {
  return `${DATA}/${numbered(id)}`;
}

function numbered(id: number): string {
  return String(id).padStart(ID_DIGITS, '0');
}

/** Returns bytes that differ between ids, and between positions. */
function content({ id, bytes }: Put): Uint8Array {
  const pattern = Buffer.from(
    Array.from({ length: PATTERN_BYTES }, (_, at) => (id + at * 7) & 0xff),
  );
  return Buffer.alloc(bytes, pattern);
}

/** Not a power of two, so that truncated or shifted data differs. */
const PATTERN_BYTES = 509;
