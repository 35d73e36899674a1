/** Intents of reads, of sync, and of whoAmI. Half of the reads are of recently written paths or their
 * parents, so that a wrong field is soon observed. */

import type { Feature } from '../features.ts';
import { nameSomebody } from './creates.ts';
import { type Intent, intents, read } from './intent.ts';
import { credentialOf, parentOf, ROOT, right, USERS } from './names.ts';
import type { ReadF } from './requests.ts';
import { type Done, found, guarded, isFertile, may, nowhere, room, type Scene } from './scene.ts';

/** A znode that the actor may read. */
function readable(scene: Scene): string {
  const { picture, random } = scene;
  const fresh = picture.fresh(random);
  if (random.intBelow(2) === 0 && may(scene, right.read, fresh)) return fresh;
  return found(scene, path => may(scene, right.read, path)) ?? ROOT;
}

/** The same read at paths of each kind. */
function readsOf(f: ReadF, ...needs: readonly Feature[]): readonly Intent[] {
  const at = async (scene: Scene, path: string): Promise<Done> =>
    read(await scene.ask.read(f, path), { path });
  const hidden = f === 'getACL' ? right.read + right.admin : right.read;
  return [
    ...intents(
      f,
      {
        ok: scene => at(scene, readable(scene)),
        'ok: what was written last': scene => at(scene, scene.picture.fresh(scene.random)),
        NONODE: scene => at(scene, nowhere(scene)),
        'NONODE: a path that no znode can have': scene => at(scene, `${ROOT}/null\0`),
      },
      ...needs,
    ),
    ...intents(
      f,
      { NOAUTH: async scene => at(scene, await guarded(scene, hidden)) },
      ...needs,
      ...(f === 'getACL' ? (['lists that are kept from others'] as const) : []),
    ),
  ];
}

/** One-shot watches. */
function watchesOf(f: 'getData' | 'getChildren' | 'getChildren2'): readonly Intent[] {
  return intents(f, {
    'ok: watch': async scene => {
      const path = readable(scene);
      return read(await scene.ask.read(f, path, true), { path });
    },
    'NONODE: watch': async scene => {
      const path = nowhere(scene);
      return read(await scene.ask.read(f, path, true), { path });
    },
  });
}

/** A znode that the actor may read and change. */
function changeable(scene: Scene): string {
  const fits = (path: string): boolean =>
    may(scene, right.read, path) && may(scene, right.write, path) && isFertile(scene, path);
  return found(scene, fits) ?? ROOT;
}

/** Sends the read right behind a change of what its session watches: the event comes before both replies. */
async function behindChange(f: 'getData' | 'getChildren', scene: Scene): Promise<Done> {
  const { ask } = scene;
  const path = changeable(scene);
  await ask.read(f, path, true);
  const change =
    f === 'getData'
      ? ask.setData(path, 'text')
      : ask.create('create', `${path}/n-`, { mode: 'ephemeral-sequential' });
  const [, reply] = await Promise.all([change, ask.read(f, path)]);
  return read(reply, { path });
}

const behind = (['getData', 'getChildren'] as const).flatMap(f =>
  intents(f, { 'ok: behind a change of what it watches': scene => behindChange(f, scene) }),
);

const exists = async (scene: Scene, path: string, watch = false): Promise<Done> =>
  read(await scene.ask.exists(path, watch), { path });

async function endedSessions(scene: Scene, paths: readonly string[]): Promise<Done> {
  if (paths.length === 0)
    return exists(scene, nowhere(scene)).then(done => ({ ...done, hit: false }));
  return exists(scene, scene.random.pick(paths));
}

/** Session timeouts after which a working server has expired a session. */
const EXPIRED_AFTER = 2.5;

const stats = [
  ...intents('exists', {
    ok: scene => exists(scene, readable(scene)),
    'ok: what was written last': scene => exists(scene, scene.picture.fresh(scene.random)),
    'ok: watch': scene => exists(scene, readable(scene), true),
    "ok: watch of another's ephemeral": async scene => {
      const { id } = scene.actor.session;
      const path = found(
        scene,
        (at, { owner }) => owner !== 0n && owner !== id && may(scene, right.read, at),
      );
      return { ...(await exists(scene, path ?? ROOT, true)), hit: path !== undefined };
    },
    NONODE: scene => exists(scene, nowhere(scene)),
    'NONODE: watch': scene => exists(scene, nowhere(scene), true),
    'NONODE: an ephemeral whose session has expired': scene => {
      const now = scene.place.clock.nowNs();
      const left = scene.picture.abandonedFor(now, EXPIRED_AFTER, Number.POSITIVE_INFINITY);
      return endedSessions(
        scene,
        left.map(({ path }) => path),
      );
    },
    'NONODE: an ephemeral whose session was closed': scene =>
      endedSessions(
        scene,
        scene.picture.closedSessions.map(({ path }) => path),
      ),
    BADARGUMENTS: scene => exists(scene, `${ROOT}/null\0`),
  }),
  ...intents(
    'exists',
    { NOAUTH: async scene => exists(scene, await guarded(scene, right.read)) },
    'permission to stat',
  ),
];

/** Reads a list with the right to read but not to change it, so that its digests are hidden. */
async function hiddenDigests(scene: Scene): Promise<Done> {
  const isHidden = (path: string): boolean => {
    const acl = scene.picture.get(path)?.acl ?? [];
    const named = acl.some(({ id }) => id.scheme === 'digest');
    return named && may(scene, right.read, path) && !may(scene, right.admin, path);
  };
  const path = found(scene, isHidden);
  const reply = await scene.ask.read('getACL', path ?? readable(scene));
  return read(reply, { path }, path !== undefined);
}

const lists = [
  ...readsOf('getACL'),
  ...intents('getACL', { 'ok: digests hidden': hiddenDigests }, 'lists that are kept from others'),
];

async function ownEphemerals(scene: Scene, prefix: string, wanted: boolean): Promise<Done> {
  const { id } = scene.actor.session;
  const isOwn = (path: string): boolean => scene.picture.get(path)?.owner === id;
  if (wanted && found(scene, isOwn) === undefined)
    await scene.ask.create('create', await room(scene), { mode: 'ephemeral' });
  const reply = await scene.ask.getEphemerals(prefix);
  const count = reply.ok ? reply.value.length : 0;
  return read(reply, { path: prefix, count }, count > 0 === wanted);
}

const ephemerals = intents(
  'getEphemerals',
  {
    'ok: some': scene => ownEphemerals(scene, scene.random.pick(['/', '', ROOT]), true),
    'ok: none': scene => ownEphemerals(scene, '/elsewhere', false),
    'ok: below a path': scene => ownEphemerals(scene, parentOf(readable(scene)), true),
  },
  'counts of descendants and of ephemerals',
);

const syncs = intents('sync', {
  ok: async scene => {
    const path = readable(scene);
    return read(await scene.ask.sync(path), { path });
  },
  'ok: of no znode': async scene => {
    const path = scene.random.pick([nowhere(scene), `${ROOT}/.`]);
    return read(await scene.ask.sync(path), { path });
  },
  'ok: and a read behind it': async scene => {
    const path = readable(scene);
    const [reply] = await Promise.all([scene.ask.sync(path), scene.ask.read('getData', path)]);
    return read(reply, { path });
  },
});

async function twoReads(scene: Scene, first: string, second: string, word?: string): Promise<Done> {
  const parts = [
    { op: 'getData', path: first },
    { op: 'getChildren', path: first },
    { op: 'getData', path: second },
    { op: 'getChildren', path: second },
  ] as const;
  const reply = await scene.ask.multiRead(parts);
  const words = reply.ok ? reply.value.map(part => (part.ok ? 'ok' : part.error.name)) : [];
  return read(
    reply,
    { paths: [first, second], parts: words },
    word === undefined || words.includes(word),
  );
}

const multiReads = intents(
  'multiRead',
  {
    ok: scene => twoReads(scene, readable(scene), readable(scene)),
    'ok: a part NONODE': scene => twoReads(scene, readable(scene), nowhere(scene), 'NONODE'),
    'ok: a part NOAUTH': async scene =>
      twoReads(scene, readable(scene), await guarded(scene, right.read), 'NOAUTH'),
    'ok: no part': async scene => read(await scene.ask.multiRead([])),
  },
  'multi reads',
);

/** The most users a session names, so that there is always one that it has not named. */
const MOST_USERS = 2;

async function name(scene: Scene): Promise<Done> {
  const { actor, ask, random } = scene;
  const [known] = actor.users;
  const full = actor.users.size >= MOST_USERS;
  const user = full && known !== undefined ? known : random.pick(USERS);
  const reply = await ask.addAuth('digest', credentialOf(user));
  if (reply.ok) actor.named(user);
  return read(reply, { user });
}

const users = intents('addAuth', {
  ok: name,
  'ok: again': async scene => {
    await nameSomebody(scene);
    const [user = USERS[0]] = scene.actor.users;
    return read(await scene.ask.addAuth('digest', credentialOf(user)), { user });
  },
  'ok: a wrong password': async ({ ask }) =>
    read(await ask.addAuth('digest', new TextEncoder().encode('ann:a guess'))),
  'ok: no password': async ({ ask }) =>
    read(await ask.addAuth('digest', new TextEncoder().encode('ann'))),
  'ok: the address': async ({ ask }) => read(await ask.addAuth('ip', new Uint8Array())),
  AUTHFAILED: async ({ ask }) => read(await ask.addAuth('unknown', credentialOf('ann'))),
});

const whoAmI = intents('whoAmI', { ok: async ({ ask }) => read(await ask.whoAmI()) }, 'whoAmI');

export const reads: readonly Intent[] = [
  ...stats,
  ...readsOf('getData'),
  ...readsOf('getChildren'),
  ...readsOf('getChildren2'),
  ...readsOf('getAllChildrenNumber', 'counts of descendants and of ephemerals'),
  ...watchesOf('getData'),
  ...watchesOf('getChildren'),
  ...watchesOf('getChildren2'),
  ...behind,
  ...lists,
  ...ephemerals,
  ...syncs,
  ...multiReads,
  ...users,
  ...whoAmI,
];
