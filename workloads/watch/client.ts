/** Changes znodes, and watches them. What the operations mean is in workload.ts. */

import { elsewhere } from '../../src/client/roaming.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { Stat } from '../../src/zookeeper/data-records.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session, SessionOptions } from '../../src/zookeeper/session.ts';
import {
  childOf,
  pathOf,
  type Slot,
  type StayingMode,
  slots,
  type TraceEntry,
  watchedAt,
} from './trace.ts';

/** How long a watch is waited for. */
const WAIT_MS = 150;

export type WatchOp =
  | { readonly f: 'change'; readonly value: 'data' | 'child'; readonly key: number }
  | { readonly f: 'look'; readonly value: 'stay' | 'move'; readonly key: number }
  | {
      readonly f: 'follow';
      /** `mix`: stays, and leaves a one-shot watch on the same znode. */
      readonly value: 'stay' | 'move' | 'mix';
      readonly key: number;
    };

type WatchSession = Pick<
  Session,
  | 'create'
  | 'delete'
  | 'setData'
  | 'getData'
  | 'getChildren2'
  | 'exists'
  | 'addWatch'
  | 'move'
  | 'close'
  | 'node'
>;
type OpenSession = (onEvent: NonNullable<SessionOptions['onEvent']>) => WatchSession;

/** A client of one session. `mode` is that of the watches that it follows by. */
export function watchClient(
  place: ClientPlace,
  mode: StayingMode,
  open: OpenSession = onEvent => sessionAt(place, onEvent),
): Client<WatchOp> {
  const trace: TraceEntry[] = [];
  const session = open(event => {
    if (event.kind === 'session' && event.state === 'connected' && event.node !== undefined)
      trace.push({ kind: 'connected', node: event.node });
    if (event.kind !== 'watch') return;
    const { type, path, zxid } = event;
    const entry = { kind: 'event', type, ...watchedAt(path) } as const;
    trace.push(zxid === undefined ? entry : { ...entry, zxid: hexOf(zxid) });
  });
  const watcher: Watcher = { session, place, trace, mode, following: new Set() };
  return {
    invoke: async (op, signal) => {
      switch (op.f) {
        case 'change':
          return op.value === 'data'
            ? setData(op.key, watcher, signal)
            : toggleChild(op.key, watcher, signal);
        case 'look':
          return told(await look(op, watcher, signal), watcher);
        case 'follow':
          return told(await follow(op, watcher, signal), watcher);
      }
    },
    close: () => session.close(),
  };
}

interface Watcher {
  readonly session: WatchSession;
  readonly place: ClientPlace;
  /** The trace since the last operation. */
  readonly trace: TraceEntry[];
  readonly mode: StayingMode;
  /** Keys that have a watch that stays. */
  readonly following: Set<number>;
}

async function setData(key: number, { session }: Watcher, signal: AbortSignal): Promise<Outcome> {
  const reply = await session.setData(pathOf(key), new Uint8Array(), -1, signal);
  return outcomeOf(reply, 'write', reply.ok ? 'data' : null);
}

/** Deletes the child if it exists; then the create has definitely failed. */
async function toggleChild(
  key: number,
  { session }: Watcher,
  signal: AbortSignal,
): Promise<Outcome> {
  const created = await session.create(childOf(key), new Uint8Array(), {}, signal);
  if (created.ok || created.error.name !== 'NODEEXISTS')
    return outcomeOf(created, 'write', 'created');
  return outcomeOf(await session.delete(childOf(key), -1, signal), 'write', 'deleted');
}

/** Leaves watches, waits for them to fire, also during a move to another server, and reads again. */
async function look(
  { key, value }: Extract<WatchOp, { f: 'look' }>,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<Reply<unknown>> {
  const armed = await readSlots(key, { watch: true, watcher, signal });
  if (!armed.ok) return armed;
  await rest(value, watcher, signal);
  return readSlots(key, { watch: false, watcher, signal });
}

/** Counts changes, waits for persistent watches to report some, and counts again. */
async function follow(
  { key, value }: Extract<WatchOp, { f: 'follow' }>,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<Reply<unknown>> {
  const set = await stay(key, watcher, signal);
  if (!set.ok) return set;
  const first = await count(key, watcher, signal);
  if (!first.ok) return first;
  const left =
    value === 'mix' ? await readSlot('data', key, { watch: true, watcher, signal }) : first;
  if (!left.ok) return left;
  await rest(value === 'move' ? 'move' : 'stay', watcher, signal);
  return count(key, watcher, signal);
}

interface Reading {
  readonly watch: boolean;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
}

/** Sends all reads at once; returns the reply to the last, or the first failure. */
async function readSlots(key: number, reading: Reading): Promise<Reply<unknown>> {
  const replies = await Promise.all(slots.map(slot => readSlot(slot, key, reading)));
  const failed = replies.find(reply => !reply.ok);
  const last = failed ?? replies.at(-1);
  if (last === undefined) throw new RangeError('look: expected a slot, found none');
  return last;
}

/** Records the result as the reply arrives, so that the trace is in the order of arrival. */
function readSlot(slot: Slot, key: number, reading: Reading): Promise<Reply<unknown>> {
  const { watch, watcher, signal } = reading;
  const { session, trace } = watcher;
  const note =
    <T>(state: (value: T) => bigint | undefined) =>
    (reply: Reply<T>): Reply<unknown> => {
      if (!reply.ok) {
        if (reply.left) trace.push({ kind: 'unread', slot, key, watch });
        return reply;
      }
      const zxid = hexOf(reply.zxid);
      const at = state(reply.value);
      const shown = at === undefined ? null : hexOf(at);
      trace.push({ kind: 'read', slot, key, watch, state: shown, zxid });
      return reply;
    };
  const changed = ({ stat }: { readonly stat: Stat }): bigint => stat.mzxid;
  switch (slot) {
    case 'data':
      return session.getData(pathOf(key), { watch }, signal).then(note(changed));
    case 'child':
      return session
        .getChildren2(pathOf(key), { watch }, signal)
        .then(note(({ stat }) => stat.pzxid));
    case 'exist':
      return session.exists(childOf(key), { watch }, signal).then(note(stat => stat?.mzxid));
  }
}

/** Sets the persistent watch if this session has none yet; setting it again is harmless. */
async function stay(key: number, watcher: Watcher, signal: AbortSignal): Promise<Reply<unknown>> {
  const { session, trace, mode, following } = watcher;
  if (following.has(key)) return count(key, watcher, signal);
  return session.addWatch(pathOf(key), mode, signal).then(reply => {
    if (!reply.ok) return reply;
    trace.push({ kind: 'added', key, mode });
    following.add(key);
    return reply;
  });
}

function count(
  key: number,
  { session, trace }: Watcher,
  signal: AbortSignal,
): Promise<Reply<unknown>> {
  return session.exists(pathOf(key), {}, signal).then(reply => {
    if (!reply.ok || reply.value === undefined) return reply;
    const { version, cversion } = reply.value;
    trace.push({ kind: 'counted', key, version, cversion, zxid: hexOf(reply.zxid) });
    return reply;
  });
}

async function rest(
  how: 'stay' | 'move',
  { session, place }: Watcher,
  signal: AbortSignal,
): Promise<void> {
  if (how === 'move') session.move(elsewhere(place.servers, session.node, place.random));
  await place.clock.sleep(WAIT_MS, signal).catch(() => signal.aborted);
}

/** Returns `info` only if the session is over, and its watches with it. */
function told(reply: Reply<unknown>, { trace }: Watcher): Outcome {
  const value = trace.splice(0);
  const outcome = outcomeOf(reply, 'read', value);
  if (outcome.type === 'ok') return outcome;
  const over = ['SESSIONEXPIRED', 'CLOSING'].includes(outcome.error.name);
  return { ...outcome, type: over ? 'info' : 'fail', value };
}
