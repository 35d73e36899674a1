/** Applies register operations to znodes. The claims, and what `info` means, are in workload.ts. */

import { strongly } from '../../src/client/reads.ts';
import { ensureZnodes } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome, ReadStrength } from '../../src/contract.ts';
import type { Versioned } from '../../src/model/index.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Data } from '../../src/zookeeper/requests.ts';
import type { Session } from '../../src/zookeeper/session.ts';

export type RegisterOp =
  | { readonly f: 'read'; readonly value: null; readonly key?: number }
  | { readonly f: 'write'; readonly value: number; readonly key?: number }
  | {
      readonly f: 'cas';
      readonly value: readonly [old: number, next: number];
      readonly key?: number;
    };

/** The parent of all registers; strong reads write to it. */
const ROOT = '/zoobreak-register';
const ABSENT: Versioned = [-1, null];
/** Shared, as making one costs more than using it. */
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The methods of a session that are used: tests supply another. */
type RegisterSession = Pick<Session, 'create' | 'getData' | 'setData' | 'sync' | 'close'>;

export function prepareRegisters(place: ClientPlace, signal: AbortSignal): Promise<void> {
  return ensureZnodes([ROOT], place, signal);
}

/** A client of one session. */
export function registerClient(session: RegisterSession, reads: ReadStrength): Client<RegisterOp> {
  return {
    invoke: (op, signal) => apply(op, { session, reads, path: `${ROOT}/${op.key}`, signal }),
    close: () => session.close(),
  };
}

/** Where an operation takes place. */
interface Znode {
  readonly session: RegisterSession;
  readonly reads: ReadStrength;
  readonly path: string;
  readonly signal: AbortSignal;
}

async function apply(op: RegisterOp, znode: Znode): Promise<Outcome> {
  switch (op.f) {
    case 'read': {
      const reply = await read(znode);
      return outcomeOf(reply, 'read', reply.ok ? reply.value : null);
    }
    case 'write':
      return write(op.value, znode);
    case 'cas':
      return compareAndSet(op.value, znode);
  }
}

async function read(znode: Znode): Promise<Reply<Versioned>> {
  const { session, reads, path, signal } = znode;
  const reader = { session, reads, side: ROOT };
  return versionedOf(await strongly(reader, () => session.getData(path, {}, signal), signal));
}

/** Returns a missing znode as a register without a value. */
function versionedOf(reply: Reply<Data>): Reply<Versioned> {
  if (reply.ok) {
    const { value, zxid, node, session } = reply;
    return { ok: true, value: [value.stat.version, decode(value.data)], zxid, node, session };
  }
  const { error, zxid, node, session } = reply;
  if (error.name !== 'NONODE') return reply;
  if (zxid === undefined || node === undefined || session === undefined) return reply;
  return { ok: true, value: ABSENT, zxid, node, session };
}

/** Writes by setData; by create if the znode is missing; by setData again if another client created it first.
 * Each step but the last has definitely failed. */
async function write(value: number, znode: Znode): Promise<Outcome> {
  const first = await set(value, znode);
  if (first.ok || first.error.name !== 'NONODE') return writtenBy(first, value);
  const { session, path, signal } = znode;
  const created = await session.create(path, encode(value), {}, signal);
  if (created.ok || created.error.name !== 'NODEEXISTS')
    return outcomeOf(created, 'write', [0, value]);
  return writtenBy(await set(value, znode), value);
}

async function compareAndSet(
  [old, next]: readonly [number, number],
  znode: Znode,
): Promise<Outcome> {
  const seen = await read(znode);
  if (!seen.ok) return outcomeOf(seen, 'read', null);
  const [version, value] = seen.value;
  if (value === old) return writtenBy(await set(next, znode, version), next);
  const { zxid, node, session } = seen;
  const message = `expected ${old}, found ${value} at version ${version}`;
  return { type: 'fail', error: { name: 'MISMATCH', message }, zxid, node, session };
}

function set(value: number, { session, path, signal }: Znode, version = -1): WrittenReply {
  return session.setData(path, encode(value), version, signal);
}
type WrittenReply = ReturnType<Session['setData']>;

function writtenBy(reply: Awaited<WrittenReply>, value: number): Outcome {
  return outcomeOf(reply, 'write', reply.ok ? [reply.value.version, value] : null);
}

function encode(value: number): Uint8Array {
  return encoder.encode(String(value));
}

function decode(data: Uint8Array): number {
  return Number(decoder.decode(data));
}
