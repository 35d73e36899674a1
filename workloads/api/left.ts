/** Intents that leave something alone for a while and check it in a later operation: znodes that their server
 * should remove, and the connection of a session that another client has closed. */
import type { Left } from './actor.ts';
import { type Intent, intents, read, wrote } from './intent.ts';
import { DATA, granting, LEFT, ROOT, right } from './names.ts';
import { type Done, prepared, type Scene } from './scene.ts';
import { withEphemeral } from './sessions.ts';

/** Long enough, in ms, for two searches of the leader, even on a busy machine. */
const REMOVED_MS = 22_000;
/** Long enough, in ms, for the end of a session to reach every server, and for pings to be answered
 * meanwhile. */
const ENDED_MS = 10_000;

type Kind = 'container' | 'TTL';

function isYoung({ sinceNs }: Left, { place }: Scene, forMs: number): boolean {
  return (place.clock.nowNs() - sinceNs) / 1e6 < forMs;
}

function removed(kind: Kind, create: (scene: Scene) => Promise<Done>): Intent['run'] {
  return async scene => {
    const { actor, ask } = scene;
    const left = actor.left.get(kind);
    if (left === undefined) return prepared(await create(scene));
    if (isYoung(left, scene, REMOVED_MS)) return prepared(read(await ask.exists(ROOT)));
    actor.left.delete(kind);
    return read(await ask.exists(left.path), { path: left.path });
  };
}

/** Creates a TTL znode that no other client uses. Every other one had a child, and some were changed. */
async function createTtl(scene: Scene): Promise<Done> {
  const options = { mode: 'persistent-sequential-ttl', ttlMs: 1_000 } as const;
  const reply = await scene.ask.create('createTTL', `${LEFT}/ttl-`, options);
  if (!reply.ok) return wrote(reply);
  if (scene.random.intBelow(2) === 0) await comeAndGo(scene, `${reply.value.path}/child`);
  await change(scene, reply.value.path);
  leave(scene, 'TTL', reply.value.path);
  return wrote(reply);
}

async function comeAndGo({ ask }: Scene, path: string): Promise<void> {
  await ask.create('create', path);
  await ask.delete(path);
}

/** Applies some changes that do not alter the znode's kind. */
async function change({ ask, random }: Scene, path: string): Promise<void> {
  if (random.intBelow(3) === 0) await ask.setData(path, 'text');
  if (random.intBelow(3) === 0)
    await ask.setAcl(path, granting(right.read + right.write + right.create + right.delete));
  if (random.intBelow(3) === 0)
    await ask.multi([{ op: 'setData', path, data: DATA.empty, version: -1 }]);
}

/** Creates a container that had a child, and may have been changed. */
async function createContainer(scene: Scene): Promise<Done> {
  const { ask, random } = scene;
  const path = `${LEFT}/container-${random.intBelow(Number.MAX_SAFE_INTEGER)}`;
  const made = await ask.create('createContainer', path);
  if (!made.ok) return wrote(made);
  await change(scene, path);
  await comeAndGo(scene, `${path}/child`);
  const reply = await ask.exists(path);
  if (reply.ok) leave(scene, 'container', path);
  return wrote(reply);
}

function leave({ actor, place }: Scene, kind: Kind, path: string): void {
  actor.left.set(kind, { path, sinceNs: place.clock.nowNs() });
}

/** Lets another client take over the session at another server, and close it; the first client only pings. */
async function closedByAnother(scene: Scene): Promise<Done> {
  const { actor, ask, place } = scene;
  const { bereft } = actor;
  if (bereft !== undefined) {
    if (isYoung(bereft, scene, ENDED_MS)) return prepared(read(await ask.exists(ROOT)));
    actor.bereft = undefined;
    bereft.session.abandon();
    return read(await ask.exists(ROOT));
  }
  const { session, made } = await withEphemeral(scene);
  if (!made.ok) {
    await session.close(scene.signal);
    return prepared(wrote(made));
  }
  const { id, password, lastZxid, node } = session;
  const servers = place.everyServer.filter(server => server.node !== node);
  const other = actor.side({ resume: { id, password, lastZxid }, servers });
  const reply = await scene.by(other).exists(made.value);
  await other.close(scene.signal);
  actor.bereft = { session, path: made.value, sinceNs: place.clock.nowNs() };
  return prepared(read(reply));
}

/** More children than the length at which a server may cut a list. */
const MANY = 120;

async function manyChildren(scene: Scene): Promise<Done> {
  const { ask, random } = scene;
  const path = `${LEFT}/many-${random.intBelow(Number.MAX_SAFE_INTEGER)}`;
  const paths = [path, ...Array.from({ length: MANY }, (_, at) => `${path}/child-${at}`)];
  const made = await ask.multi(paths.map(each => ({ op: 'create', path: each, data: DATA.empty })));
  if (!made.ok) return { ...wrote(made), hit: false };
  const reply = await ask.read('getChildren2', path);
  const parts = paths
    .toReversed()
    .map(each => ({ op: 'delete', path: each, version: -1 }) as const);
  await ask.multi(parts);
  return read(reply, { path });
}

export const left: readonly Intent[] = [
  ...intents('getChildren2', { 'ok: more than a hundred': manyChildren }),
  ...intents(
    'exists',
    {
      'NONODE: a TTL znode that was left alone': removed('TTL', createTtl),
      'NONODE: a container that has lost its child': removed('container', createContainer),
    },
    'container and TTL znodes',
  ),
  ...intents('closeSession', { 'ok: by another client': closedByAnother }),
];
