/** Sends requests in bursts, and moves its session. What the operations mean is in workload.ts. */

import { elsewhere } from '../../src/client/roaming.ts';
import { sessionAt } from '../../src/client/session.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { Stat } from '../../src/zookeeper/data-records.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { Session } from '../../src/zookeeper/session.ts';

/** The parent of all znodes here. */
export const SESSIONS = '/zoobreak-session';

/** A shared znode, by its number, or the session's own. */
type BurstZnode = number | 'own';

export type BurstStep =
  | { readonly f: 'set'; readonly znode: BurstZnode; readonly value: number }
  | { readonly f: 'get'; readonly znode: BurstZnode };

export type SessionOp =
  | { readonly f: 'burst'; readonly value: readonly BurstStep[] }
  | { readonly f: 'move'; readonly value: null };

/** The outcome of a request. */
export interface Sent {
  readonly f: BurstStep['f'] | 'create';
  /** The znode's name: `0`, `own-3`. */
  readonly znode: string;
  /** The value to write, or the value read; null if nothing was written yet. */
  readonly value: number | null;
  /** The reply's zxid; absent if there was no reply. */
  readonly zxid?: string;
  readonly node?: string;
  /** The znode's mzxid, from the reply. */
  readonly mzxid?: string;
  readonly version?: number;
  /** Why it is not ok; `doubt`: it may have taken effect. */
  readonly error?: string;
  readonly doubt?: true;
}

type BurstSession = Pick<
  Session,
  'create' | 'getData' | 'setData' | 'exists' | 'move' | 'close' | 'node'
>;

/** Returns a client of one session, which ends with the session. */
export function sessionOrderClient(
  place: ClientPlace,
  session: BurstSession = sessionAt(place),
): Client<SessionOp> {
  const sender: Sender = { session, place, own: `own-${place.process}`, made: false };
  return {
    invoke: (op, signal) =>
      op.f === 'burst' ? burst(op.value, sender, signal) : move(sender, signal),
    close: () => session.close(),
  };
}

interface Sender {
  readonly session: BurstSession;
  readonly place: ClientPlace;
  /** The name of its own znode, and whether it is certainly there. */
  readonly own: string;
  made: boolean;
}

/** Sends all requests at once, over one connection, before the first is answered. */
async function burst(
  steps: readonly BurstStep[],
  sender: Sender,
  signal: AbortSignal,
): Promise<Outcome> {
  const replies = [
    ...(sender.made ? [] : [makeOwn(sender, signal)]),
    ...steps.map(step => send(step, sender, signal)),
  ];
  const sent = await Promise.all(replies);
  return answerOf(
    sent.map(([what]) => what),
    sent.map(([, reply]) => reply),
  );
}

type Answered = readonly [Sent, Reply<unknown>];

async function makeOwn(sender: Sender, signal: AbortSignal): Promise<Answered> {
  const { session, own: znode } = sender;
  const reply = await session.create(`${SESSIONS}/${znode}`, new Uint8Array(), {}, signal);
  sender.made = reply.ok || reply.error.name === 'NODEEXISTS';
  return [sentOf({ f: 'create', znode, value: null }, reply, undefined), reply];
}

async function send(
  step: BurstStep,
  { session, own }: Sender,
  signal: AbortSignal,
): Promise<Answered> {
  const znode = step.znode === 'own' ? own : String(step.znode);
  const path = `${SESSIONS}/${znode}`;
  if (step.f === 'set') {
    const data = new TextEncoder().encode(String(step.value));
    const reply = await session.setData(path, data, -1, signal);
    const what = { f: step.f, znode, value: step.value };
    return [sentOf(what, reply, reply.ok ? reply.value : undefined), reply];
  }
  const reply = await session.getData(path, {}, signal);
  const text = reply.ok ? new TextDecoder().decode(reply.value.data) : '';
  const what = { f: step.f, znode, value: text === '' ? null : Number(text) };
  return [sentOf(what, reply, reply.ok ? reply.value.stat : undefined), reply];
}

function sentOf(
  what: Pick<Sent, 'f' | 'znode' | 'value'>,
  reply: Reply<unknown>,
  stat: Stat | undefined,
): Sent {
  if (!reply.ok) {
    const doubt = what.f !== 'get' && reply.left && !reply.error.definite;
    return { ...what, error: reply.error.name, ...(doubt && { doubt }) };
  }
  return {
    ...what,
    zxid: hexOf(reply.zxid),
    node: reply.node,
    ...(stat !== undefined && { mzxid: hexOf(stat.mzxid), version: stat.version }),
  };
}

/** Returns `info` only if the session is over: otherwise it continues, and its next replies reveal the lost
 * ones. */
function answerOf(sent: readonly Sent[], replies: readonly Reply<unknown>[]): Outcome {
  const over = replies.flatMap(reply => (isOver(reply) ? reply.error : []))[0];
  if (over !== undefined) {
    const { name, message } = over;
    return { type: 'info', value: sent, error: { name, message } };
  }
  const last = replies.findLast(reply => reply.ok) ?? replies[0];
  const { zxid, node, session } = last === undefined ? {} : outcomeOf(last, 'write', sent);
  return {
    type: 'ok',
    value: sent,
    ...(zxid !== undefined && { zxid }),
    ...(node !== undefined && { node }),
    ...(session !== undefined && { session }),
  };
}

function isOver(reply: Reply<unknown>): reply is Extract<Reply<unknown>, { ok: false }> {
  return !reply.ok && ['SESSIONEXPIRED', 'CLOSING'].includes(reply.error.name);
}

/** Moves the session to another server and waits for an answer from there. */
async function move({ session, place }: Sender, signal: AbortSignal): Promise<Outcome> {
  const to = elsewhere(place.servers, session.node, place.random);
  session.move(to);
  const reply = await session.exists(SESSIONS, {}, signal);
  return outcomeOf(reply, 'read', reply.ok ? reply.node : null);
}
