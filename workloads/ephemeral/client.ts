/** Runs sessions with one ephemeral each, and observes them. The operations are in workload.ts. */

import { answered } from '../../src/client/answer.ts';
import { type Everywhere, everywhere } from '../../src/client/everywhere.ts';
import { elsewhere } from '../../src/client/roaming.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { MultiOp, MultiResult } from '../../src/zookeeper/multi.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import { type HoldingLine, holdingLine } from './holding-line.ts';

/** The parent of all session znodes; strong reads write to it. */
export const LIVES = '/zoobreak-ephemeral';
/** The timeout, in ms, of sessions that own ephemerals: short, so that many end in a run. */
const SESSION_MS = 2_000;
/** A silence that a session survives, and one that it does not. */
const NAP_MS = 1_000;
const SILENCE_MS = 3_500;
/** How long, in ms, an ephemeral may remain at the end before it counts as still there. */
const LAST_LOOK_MS = 4_000;
const BETWEEN_LOOKS_MS = 200;

export type EphemeralOp =
  | { readonly f: 'begin'; readonly value: number }
  | { readonly f: 'use'; readonly value: 'stay' | 'move' | 'nap' }
  | { readonly f: 'end'; readonly value: 'close' | 'silence' }
  | { readonly f: 'look'; readonly value: { readonly life: number; readonly server: number } }
  | { readonly f: 'look-everywhere'; readonly value: number };

/** The outcome of a write of the session that owns an ephemeral. */
export interface Used {
  /** The zxid of the write; absent if it is not known to have taken effect. */
  readonly zxid?: string;
  readonly error?: string;
}

/** A server's view of a session's znode, whose only child is the ephemeral. */
export interface ShownEphemeral {
  readonly node: string;
  /** The latest zxid that the server had applied. */
  readonly zxid: string;
  readonly there: boolean;
  /** The ephemeral's owner session and creation zxid, if it exists. */
  readonly owner?: string;
  readonly czxid?: string;
  /** The last change of the parent's children, and of its data. */
  readonly pzxid: string;
  readonly mzxid: string;
}

/** Returns a client of one session with an ephemeral at a time, and of one session at each server for
 * observations. */
export function ephemeralClient(place: ClientPlace): Client<EphemeralOp> {
  const servers = everywhere(place);
  let life: SessionLifetime | undefined;
  return {
    invoke: async (op, signal) => {
      switch (op.f) {
        case 'begin':
          await life?.session.close(signal);
          life = lifeAt(place, op.value);
          return begin(life, signal);
        case 'use':
          return life === undefined ? NO_LIFE : use(op.value, life, signal);
        case 'end':
          return life === undefined ? NO_LIFE : end(op.value, life, signal);
        case 'look':
          return look(op.value, servers, signal);
        case 'look-everywhere':
          return lookEverywhere(op.value, { place, servers, signal });
      }
    },
    close: async () => {
      await Promise.all([life?.session.close(), servers.close()]);
    },
  };
}

const NO_LIFE: Outcome = { type: 'fail', error: { name: 'NOLIFE', message: 'it has not begun' } };

interface SessionLifetime {
  readonly place: ClientPlace;
  readonly session: Session;
  readonly line: HoldingLine;
  readonly number: number;
  readonly path: string;
}

function lifeAt(place: ClientPlace, number: number): SessionLifetime {
  const line = holdingLine(place.gate);
  const session = sessionAt({ ...place, sessionTimeoutMs: SESSION_MS, gate: line.gate });
  return { place, session, line, number, path: `${LIVES}/${number}` };
}

/** Begins a session; every other one creates its ephemeral in a multi. */
async function begin(
  { session, path, number }: SessionLifetime,
  signal: AbortSignal,
): Promise<Outcome> {
  const ephemeral =
    number % 2 === 0 ? await madeAtOnce(session, path, signal) : await made(session, path, signal);
  if (!ephemeral.ok) return outcomeOf(ephemeral, 'write', null);
  return outcomeOf(ephemeral, 'write', {
    owner: hexOf(ephemeral.session),
    czxid: hexOf(ephemeral.zxid),
    timeoutMs: session.timeoutMs,
  });
}

const NOTHING = new Uint8Array();

async function made(session: Session, path: string, signal: AbortSignal): Promise<Reply<unknown>> {
  const [parent, ephemeral] = await Promise.all([
    session.create(path, NOTHING, {}, signal),
    session.create(`${path}/e`, NOTHING, { mode: 'ephemeral' }, signal),
  ]);
  return parent.ok ? ephemeral : parent;
}

function madeAtOnce(
  session: Session,
  path: string,
  signal: AbortSignal,
): Promise<Reply<readonly MultiResult[]>> {
  const parts: readonly MultiOp[] = [
    { op: 'create', path, data: NOTHING },
    { op: 'create', path: `${path}/e`, data: NOTHING, options: { mode: 'ephemeral' } },
  ];
  return session.multi(parts, signal);
}

/** `nap`: first silent for less than the session's timeout. `move`: at another server from now on. */
async function use(
  how: 'stay' | 'move' | 'nap',
  { place, session, line, path }: SessionLifetime,
  signal: AbortSignal,
): Promise<Outcome> {
  if (how === 'move') session.move(elsewhere(place.servers, session.node, place.random));
  if (how === 'nap') await silent(NAP_MS, { place, line, signal });
  return usedBy(await session.setData(path, new Uint8Array(), -1, signal));
}

/** `silence`: silent for longer than the session's timeout, with one more write held back, which is sent
 * afterwards. The result is that of another write, sent after it. */
async function end(
  how: 'close' | 'silence',
  { place, session, line, path }: SessionLifetime,
  signal: AbortSignal,
): Promise<Outcome> {
  if (how === 'close') {
    await session.close(signal);
    return { type: 'ok', value: {} };
  }
  const silence = silent(SILENCE_MS, { place, line, signal });
  const late = session.setData(path, new Uint8Array(), -1, signal);
  await silence;
  const [first, last] = await Promise.all([
    late,
    session.setData(path, new Uint8Array(), -1, signal),
  ]);
  return usedBy(first.ok ? first : last);
}

interface Silence {
  readonly place: ClientPlace;
  readonly line: HoldingLine;
  readonly signal: AbortSignal;
}

async function silent(forMs: number, { place, line, signal }: Silence): Promise<void> {
  line.hold();
  await place.clock.sleep(forMs, signal).catch(() => signal.aborted);
  line.release();
}

/** Returns the write's outcome. The session continues in any case, and the final observations settle
 * indeterminate writes. */
function usedBy(reply: Reply<unknown>): Outcome {
  const used: Used = reply.ok ? { zxid: hexOf(reply.zxid) } : { error: reply.error.name };
  return answered(reply, used);
}

async function look(
  { life, server }: { readonly life: number; readonly server: number },
  servers: Everywhere,
  signal: AbortSignal,
): Promise<Outcome> {
  const reply = await shownBy(servers.at(server), life, signal);
  return outcomeOf(reply, 'read', reply.ok ? reply.value : null);
}

/** Reads the parent's list and stat as one state; the owner is read in the next. */
async function shownBy(
  session: Session,
  life: number,
  signal: AbortSignal,
): Promise<Reply<ShownEphemeral>> {
  const path = `${LIVES}/${life}`;
  const [list, stat] = await Promise.all([
    session.getChildren2(path, {}, signal),
    session.exists(`${path}/e`, {}, signal),
  ]);
  if (!list.ok) return list;
  if (!stat.ok) return stat;
  const { pzxid, mzxid } = list.value.stat;
  const there = list.value.children.length > 0;
  const value = {
    node: list.node,
    zxid: hexOf(list.zxid),
    there,
    ...(there &&
      stat.value !== undefined && {
        owner: hexOf(stat.value.ephemeralOwner),
        czxid: hexOf(stat.value.czxid),
      }),
    pzxid: hexOf(pzxid),
    mzxid: hexOf(mzxid),
  };
  return { ...list, value };
}

/** Reads strongly from every node until the ephemeral is gone from all; `fail` if it stays too long. */
async function lookEverywhere(
  life: number,
  {
    place,
    servers,
    signal,
  }: { readonly place: ClientPlace; readonly servers: Everywhere; readonly signal: AbortSignal },
): Promise<Outcome> {
  const endNs = place.clock.nowNs() + LAST_LOOK_MS * 1e6;
  for (;;) {
    const reply = await servers.ask(async session => {
      const [written, shown] = await Promise.all([
        session.setData(LIVES, new Uint8Array(), -1, signal),
        shownBy(session, life, signal),
      ]);
      return written.ok ? shown : written;
    });
    if (!reply.ok) return outcomeOf(reply, 'read', null);
    const shown = reply.value.map(({ value }) => value);
    const there = shown.filter(each => each.there).map(({ node }) => node);
    if (there.length === 0) return outcomeOf(reply, 'read', shown);
    if (place.clock.nowNs() > endNs || signal.aborted) return stillThere(there, shown);
    await place.clock.sleep(BETWEEN_LOOKS_MS, signal).catch(() => signal.aborted);
  }
}

function stillThere(nodes: readonly string[], shown: readonly ShownEphemeral[]): Outcome {
  const error = { name: 'STILLTHERE', message: `it is there on ${nodes.join(', ')}` };
  return { type: 'fail', error, value: shown };
}
