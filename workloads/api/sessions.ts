/** Intents of sessions: opened, closed, moved, kept by pings, left to expire, taken over. */
import type { Reply } from '../../src/zookeeper/outcome.ts';
import { type Intent, intents, read, wrote } from './intent.ts';
import { DATA, ROOT, right } from './names.ts';
import type { LeftSession } from './picture.ts';
import type { ApiSession } from './requests.ts';
import { type Done, found, isFertile, may, nowhere, prepared, room, type Scene } from './scene.ts';

/** Returns the path of an ephemeral for an extra session, which no other session uses. */
function lair(scene: Scene): string {
  const parent = found(scene, path => isFertile(scene, path)) ?? ROOT;
  return `${parent}/session-`;
}

/** Opens a session beside the main one and creates an ephemeral with it; undefined where that fails. */
export async function withEphemeral(
  scene: Scene,
): Promise<{ readonly session: ApiSession; readonly made: Reply<string> }> {
  const session = scene.actor.side();
  const options = { mode: 'ephemeral-sequential' } as const;
  const reply = await scene.by(session).create('create', lair(scene), options);
  return { session, made: reply.ok ? { ...reply, value: reply.value.path } : reply };
}

/** Disconnects the client for good, without closing the session. */
async function abandon(
  scene: Scene,
): Promise<{ readonly done: Done; readonly left?: LeftSession }> {
  const { session, made } = await withEphemeral(scene);
  if (made.ok) await scene.by(session).exists(made.value, true);
  const left = made.ok ? scene.actor.leaving(session, made.value) : undefined;
  if (left !== undefined) scene.picture.abandoned(left);
  session.abandon();
  const done = wrote(made, { path: left?.path });
  return left === undefined ? { done } : { done, left };
}

/** Numbers of timeouts: an abandoned session certainly exists before `ALIVE`, and has certainly expired after
 * the other. */
const ALIVE = 0.4;
const EXPIRED = 2.2;

async function takeable(scene: Scene): Promise<LeftSession | undefined> {
  const known = scene.picture.abandonedFor(scene.place.clock.nowNs(), 0, ALIVE);
  return known.length > 0 ? scene.random.pick(known) : (await abandon(scene)).left;
}

/** Connects with a session's id and a presumed password, sends a request, and records whether it was refused. */
async function comeAs(scene: Scene, left: LeftSession, password: Uint8Array): Promise<Done> {
  const { id, lastZxid, path } = left;
  const session = scene.actor.side({ resume: { id, password, lastZxid } });
  const reply = await scene.by(session).setData(path, 'text');
  const refused = session.state === 'expired';
  if (!refused) await session.close(scene.signal);
  return { ...wrote(reply, { path }), ...(refused && { outcome: 'SESSIONEXPIRED' }) };
}

async function takeOver(scene: Scene): Promise<Done> {
  const left = await takeable(scene);
  if (left === undefined) return (await opened(scene)).done;
  scene.picture.takenOver(left.id);
  return comeAs(scene, left, left.password);
}

/** Takes over a session whose first client is still there, and sends a request over its old connection, too. */
async function takeOverUsed(scene: Scene): Promise<Done> {
  const { session, made } = await withEphemeral(scene);
  if (!made.ok) {
    await session.close(scene.signal);
    return { ...wrote(made), hit: false };
  }
  const { id, password, lastZxid, node } = session;
  const elsewhere = scene.place.everyServer.filter(server => server.node !== node);
  const servers = scene.random.pick([elsewhere, scene.place.everyServer]);
  const other = scene.actor.side({ resume: { id, password, lastZxid }, servers });
  const reply = await scene.by(other).setData(made.value, 'text');
  await session.setData(made.value, DATA.empty, -1, scene.signal);
  session.abandon();
  await other.close(scene.signal);
  return wrote(reply, { path: made.value });
}

/** Takes over a session with one wrong byte in the password. */
async function impostor(scene: Scene): Promise<Done> {
  const left = await takeable(scene);
  if (left === undefined) return (await opened(scene)).done;
  const wrong = scene.random.intBelow(left.password.length);
  const password = left.password.map((byte, at) => (at === wrong ? byte ^ 0xff : byte));
  return comeAs(scene, left, password);
}

/** Abandons a session, so that it expires for the next attempt. */
async function takeOverExpired(scene: Scene): Promise<Done> {
  const now = scene.place.clock.nowNs();
  const expired = scene.picture.abandonedFor(now, EXPIRED, Number.POSITIVE_INFINITY);
  if (expired.length > 0) {
    const left = scene.random.pick(expired);
    return comeAs(scene, left, left.password);
  }
  return prepared((await abandon(scene)).done);
}

async function takeOverClosed(scene: Scene): Promise<Done> {
  const closed = scene.picture.closedSessions;
  if (closed.length === 0) return { ...(await opened(scene)).done, hit: false };
  const left = scene.random.pick(closed);
  return comeAs(scene, left, left.password);
}

/** Opens a session of `sessionTimeoutMs`, if its server grants it. */
async function opened(scene: Scene, sessionTimeoutMs?: number): Promise<{ readonly done: Done }> {
  const options = sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs };
  const session = scene.actor.side(options);
  const reply = await scene.by(session).exists(ROOT);
  const { timeoutMs } = session;
  await session.close(scene.signal);
  return { done: read(reply, { timeoutMs }) };
}

const openings = intents('openSession', {
  ok: async scene => (await opened(scene)).done,
  'ok: shorter than servers allow': async scene => (await opened(scene, 1)).done,
  'ok: longer than servers allow': async scene => (await opened(scene, 86_400_000)).done,
  'ok: taken over': takeOver,
  'ok: taken over from a client that is still there': takeOverUsed,
  'SESSIONEXPIRED: a wrong password': impostor,
  'SESSIONEXPIRED: it has expired': takeOverExpired,
  'SESSIONEXPIRED: it was closed': takeOverClosed,
});

/** Closes the main session after a reply; the next operation opens another. */
async function close(scene: Scene, reply: Reply<unknown>): Promise<Done> {
  const { session } = scene.actor;
  const connected = session.node !== undefined;
  await session.close(scene.signal);
  return { ...wrote(reply), ...(connected && { outcome: 'ok' }) };
}

const closings = intents('closeSession', {
  ok: async scene => {
    const reply = await scene.ask.exists(ROOT);
    const { session } = scene.actor;
    if (reply.ok) scene.picture.closed(scene.actor.leaving(session, nowhere(scene)));
    return close(scene, reply);
  },
  'ok: with an ephemeral and watches': async scene => {
    const made = await scene.ask.create('create', lair(scene), { mode: 'ephemeral-sequential' });
    await leaveWatches(scene);
    if (made.ok) scene.picture.closed(scene.actor.leaving(scene.actor.session, made.value.path));
    return close(scene, made);
  },
  'ok: right behind its creates': closeBehindCreates,
});

/** Creates in flight when the session is closed: its ephemerals are removed all the same. */
const UNDER_WAY = 3;

async function closeBehindCreates(scene: Scene): Promise<Done> {
  const session = scene.actor.side();
  const [ask, path] = [scene.by(session), lair(scene)];
  await ask.exists(ROOT);
  const options = { mode: 'ephemeral-sequential' } as const;
  const creates = Array.from({ length: UNDER_WAY }, () => ask.create('create', path, options));
  const closed = session.close(scene.signal);
  const [made, ...others] = await Promise.all(creates);
  await closed;
  for (const reply of [made, ...others])
    if (reply?.ok) scene.picture.closed(scene.actor.leaving(session, reply.value.path));
  return wrote(made ?? (await scene.ask.exists(ROOT)));
}

/** Leaves one watch of every kind. */
async function leaveWatches(scene: Scene): Promise<void> {
  const { ask } = scene;
  const path = found(scene, other => may(scene, right.read, other)) ?? ROOT;
  await ask.exists(nowhere(scene), true);
  await ask.read('getData', path, true);
  await ask.read('getChildren', path, true);
  if (!scene.has('persistent watches')) return;
  await ask.addWatch(path, 'persistent');
  await ask.addWatch(ROOT, 'persistent-recursive');
}

/** Continues the session at another server, and reads there. */
async function move(scene: Scene): Promise<Done> {
  const { session, elsewhere } = scene.actor;
  await scene.ask.sync(ROOT);
  const { node: from } = session;
  session.move(scene.random.pick(elsewhere));
  const reply = await scene.ask.exists(scene.picture.fresh(scene.random));
  const at = reply.ok || reply.zxid !== undefined ? reply.node : undefined;
  return { ...read(reply, { from }), ...(at !== undefined && { outcome: 'ok' }) };
}

/** Moves with one-shot watches only, as a persistent watch would hide whether they are notified. One of them
 * waits for a znode that its session creates after the move. */
async function moveWithOneShots(scene: Scene): Promise<Done> {
  const { ask } = scene;
  const absent = await room(scene);
  const path = found(scene, other => may(scene, right.read, other)) ?? ROOT;
  await ask.exists(absent, true);
  await ask.read('getData', path, true);
  await ask.read('getChildren', path, true);
  const done = await move(scene);
  await ask.create('create', absent);
  return done;
}

const moves = intents('move', {
  ok: move,
  'ok: with one-shot watches': moveWithOneShots,
  'ok: with watches of every kind': async scene => {
    await leaveWatches(scene);
    return move(scene);
  },
});

/** How many timeouts a session is kept by pings only. */
const ASLEEP = 3;

async function idle(scene: Scene): Promise<Done> {
  const { actor, place } = scene;
  const { sleeper } = actor;
  if (sleeper === undefined) {
    const { session, made } = await withEphemeral(scene);
    if (made.ok) actor.sleeper = { session, path: made.value, sinceNs: place.clock.nowNs() };
    else await session.close(scene.signal);
    return prepared(wrote(made, { path: made.ok ? made.value : undefined }));
  }
  const { session, path, sinceNs } = sleeper;
  const slept = (place.clock.nowNs() - sinceNs) / 1e6 / session.timeoutMs;
  if (slept < ASLEEP) return prepared(read(await scene.ask.exists(path), { path }));
  actor.sleeper = undefined;
  const awake = scene.by(session);
  await awake.exists(path);
  const reply = await awake.exists(ROOT);
  await session.close(scene.signal);
  return read(reply, { path, timeouts: Math.floor(slept) });
}

const others = [
  ...intents('abandon', { ok: async scene => (await abandon(scene)).done }),
  ...intents('idle', { 'ok: alive after several timeouts': idle }),
];

export const sessions: readonly Intent[] = [...openings, ...closings, ...moves, ...others];
