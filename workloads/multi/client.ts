/** Applies multis and multi reads to groups of znodes. The claim, and what `info` means, are in workload.ts. */

import { answered, refusalOf } from '../../src/client/answer.ts';
import { strongly } from '../../src/client/reads.ts';
import type { Client, Outcome } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { MultiOp, MultiResult } from '../../src/zookeeper/multi.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Data } from '../../src/zookeeper/requests.ts';
import type { Session } from '../../src/zookeeper/session.ts';

/** The parent of all groups. */
export const GROUPS = '/zoobreak-multi';
/** Znodes of a group that every multi sets; beside them a log, with a child for each multi. */
export const PARTS = 3;

/** The part of a multi that cannot be done. */
export type Flaw = 'check' | 'create' | 'delete' | 'setData';

export type MultiWorkloadOp =
  | { readonly f: 'set'; readonly value: number; readonly key?: number }
  | {
      readonly f: 'spoil';
      readonly value: { readonly value: number; readonly flaw: Flaw; readonly at: number };
      readonly key?: number;
    }
  | { readonly f: 'read'; readonly value: null; readonly key?: number }
  | { readonly f: 'look'; readonly value: readonly number[]; readonly key?: number }
  | { readonly f: 'list'; readonly value: null; readonly key?: number };

/** A znode of a group: its value (null after its creation), its version, its mzxid in hex; null if it does
 * not exist. */
export type PartSeen = readonly [value: number | null, version: number, mzxid: string] | null;

type MultiSession = Pick<
  Session,
  'multi' | 'multiRead' | 'getData' | 'getChildren' | 'setData' | 'sync' | 'close'
>;

/** A client of one session. */
export function multiClient(session: MultiSession): Client<MultiWorkloadOp> {
  return {
    invoke: (op, signal) => apply(op, { session, root: `${GROUPS}/${op.key}`, signal }),
    close: () => session.close(),
  };
}

interface Group {
  readonly session: MultiSession;
  readonly root: string;
  readonly signal: AbortSignal;
}

function apply(op: MultiWorkloadOp, group: Group): Promise<Outcome> {
  switch (op.f) {
    case 'set':
      return set(op.value, group);
    case 'spoil':
      return spoil(op.value, group);
    case 'read':
      return read(group);
    case 'look':
      return look(op.value, group);
    case 'list':
      return list(group);
  }
}

/** Sets the group; if it is missing, creates it in one multi and sets it again: the first try had no effect. */
async function set(value: number, group: Group): Promise<Outcome> {
  const { session, root, signal } = group;
  const first = await session.multi(partsOf(value, root), signal);
  if (first.ok || first.error.name !== 'NONODE') return setOutcome(first);
  const created = await session.multi(creation(root), signal);
  if (!created.ok && created.error.name !== 'NODEEXISTS')
    return outcomeOf(created, 'read', undefined);
  return setOutcome(await session.multi(partsOf(value, root), signal));
}

function setOutcome(reply: Reply<readonly MultiResult[]>): Outcome {
  return outcomeOf(reply, 'write', reply.ok ? reply.value.flatMap(statOf) : null);
}

function statOf(result: MultiResult): readonly (readonly [version: number, mzxid: string])[] {
  return result.ok && result.op === 'setData'
    ? [[result.stat.version, hexOf(result.stat.mzxid)]]
    : [];
}

/** Sends a multi with the same parts and one that cannot succeed: `refused`, or `done`. */
async function spoil(
  { value, flaw, at }: Extract<MultiWorkloadOp, { f: 'spoil' }>['value'],
  { session, root, signal }: Group,
): Promise<Outcome> {
  const reply = await session.multi(
    partsOf(value, root).toSpliced(at, 0, flawed(flaw, root)),
    signal,
  );
  return refusalOf(reply) === undefined
    ? outcomeOf(reply, 'write', 'done')
    : answered(reply, 'refused');
}

function flawed(flaw: Flaw, root: string): MultiOp {
  const data = new Uint8Array();
  switch (flaw) {
    case 'check':
      return { op: 'check', path: `${root}/0`, version: NEVER };
    case 'create':
      return { op: 'create', path: `${root}/0`, data };
    case 'delete':
      return { op: 'delete', path: `${root}/nothing` };
    case 'setData':
      return { op: 'setData', path: `${root}/0`, data, version: NEVER };
  }
}

/** A version that no znode of a group reaches. */
const NEVER = 1_000_000;

async function read({ session, root, signal }: Group): Promise<Outcome> {
  const parts = Array.from({ length: PARTS }, (_, part) => pathOf(root, part));
  const reply = await session.multiRead(
    parts.map(path => ({ op: 'getData', path })),
    signal,
  );
  return outcomeOf(reply, 'read', reply.ok ? reply.value.map(partRead) : null);
}

/** @throws TypeError for a result that is neither data nor the want of a znode. */
function partRead(result: MultiResult): PartSeen {
  if (result.ok && result.op === 'getData') return seenOf(result);
  if (!result.ok && result.error.name === 'NONODE') return null;
  const found = result.ok ? result.op : result.error.name;
  throw new TypeError(`multi read: expected data or NONODE, found ${found}`);
}

/** Sends one read after the other, all in flight at once: a server answers a session in order. */
async function look(order: readonly number[], { session, root, signal }: Group): Promise<Outcome> {
  const replies = await Promise.all(
    order.map(part => session.getData(pathOf(root, part), {}, signal)),
  );
  const failed = replies.find(reply => !reply.ok && reply.error.name !== 'NONODE');
  const last = failed ?? replies.at(-1);
  if (last === undefined) throw new TypeError('look: expected at least one znode, found none');
  if (failed !== undefined) return outcomeOf(failed, 'read', null);
  return answered(
    last,
    replies.map(reply => (reply.ok ? seenOf(reply.value) : null)),
  );
}

/** Returns the values of the log, after a write of the same session; none if there is no group. */
async function list({ session, root, signal }: Group): Promise<Outcome> {
  const reader = { session, reads: 'quorum', side: GROUPS } as const;
  const ask = (): Promise<Reply<readonly string[]>> =>
    session.getChildren(`${root}/log`, {}, signal);
  const names = await strongly(reader, ask, signal);
  if (refusalOf(names) === 'NONODE') return answered(names, []);
  return outcomeOf(names, 'read', names.ok ? names.value.map(Number).sort((a, b) => a - b) : null);
}

function partsOf(value: number, root: string): readonly MultiOp[] {
  const data = new TextEncoder().encode(String(value));
  const sets = Array.from(
    { length: PARTS },
    (_, part): MultiOp => ({ op: 'setData', path: pathOf(root, part), data }),
  );
  return [...sets, { op: 'create', path: `${root}/log/${value}`, data: new Uint8Array() }];
}

function creation(root: string): readonly MultiOp[] {
  const parts = Array.from({ length: PARTS }, (_, part) => pathOf(root, part));
  const data = new Uint8Array();
  return [root, ...parts, `${root}/log`].map(path => ({ op: 'create', path, data }));
}

function pathOf(root: string, part: number): string {
  return `${root}/${part}`;
}

function seenOf({ data, stat }: Data): PartSeen {
  const value = data.length === 0 ? null : Number(new TextDecoder().decode(data));
  return [value, stat.version, hexOf(stat.mzxid)];
}
