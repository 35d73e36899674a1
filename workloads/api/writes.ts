/** Intents of delete, setData and setACL. */

import { nameSomebody } from './creates.ts';
import { type Intent, intents, wrote } from './intent.ts';
import {
  ADDRESSES,
  BAD_LISTS,
  BAD_PATHS,
  DATA_NAMES,
  type DataName,
  granting,
  LIST_NAMES,
  LISTS,
  OWN,
  PARENTLESS,
  parentOf,
  permits,
  right,
  UNDELETABLE,
} from './names.ts';
import {
  type Done,
  found,
  guarded,
  isRemovable,
  may,
  nowhere,
  orphan,
  room,
  type Scene,
  versionOf,
  writable,
  wrongVersion,
} from './scene.ts';

/** A leaf that may be deleted; one is created where none is known. */
async function leaf(scene: Scene): Promise<string> {
  const known = found(scene, path => isRemovable(scene, path));
  if (known !== undefined) return known;
  const path = await room(scene);
  await scene.ask.create('create', path);
  return path;
}

async function remove(scene: Scene, path: string, version = -1): Promise<Done> {
  return wrote(await scene.ask.delete(path, version), { path, version });
}

async function withChildren(scene: Scene): Promise<Done> {
  const known = found(
    scene,
    path => scene.picture.hasChildren(path) && may(scene, right.delete, parentOf(path)),
  );
  if (known !== undefined) return remove(scene, known);
  const parent = await room(scene);
  await scene.ask.create('create', parent);
  await scene.ask.create('create', `${parent}/x`);
  return remove(scene, parent);
}

async function anothersEphemeral(scene: Scene): Promise<Done> {
  const { session } = scene.actor;
  const isAnothers = (path: string): boolean => {
    const owner = scene.picture.get(path)?.owner ?? 0n;
    return owner !== 0n && owner !== session.id && isRemovable(scene, path);
  };
  const path = found(scene, isAnothers);
  return { ...(await remove(scene, path ?? (await leaf(scene)))), hit: path !== undefined };
}

/** The child of a znode that does not let the actor delete. */
async function guardedChild(scene: Scene): Promise<string> {
  const parent = await guarded(scene, right.delete);
  const child = found(scene, path => parentOf(path) === parent);
  return child ?? `${parent}/child`;
}

/** Uses the version of a znode that has meanwhile been deleted and created again: it is too high. */
async function ofItsForerunner(scene: Scene): Promise<Done> {
  const path = await room(scene);
  await scene.ask.create('create', path);
  const before = await scene.ask.setData(path, 'text');
  await scene.ask.delete(path);
  await scene.ask.create('create', path);
  return remove(scene, path, before.ok ? before.value.version : 1);
}

const deletes = intents('delete', {
  ok: async scene => remove(scene, await leaf(scene)),
  'ok: at its version': async scene => {
    const path = await leaf(scene);
    return remove(scene, path, await versionOf(scene, path, 'version'));
  },
  "ok: another's ephemeral": anothersEphemeral,
  NONODE: async scene => remove(scene, nowhere(scene)),
  'NONODE: without a parent': async scene => remove(scene, orphan(scene)),
  BADVERSION: async scene => {
    const path = await leaf(scene);
    return remove(scene, path, wrongVersion(scene, await versionOf(scene, path, 'version')));
  },
  'BADVERSION: that of the znode before it': ofItsForerunner,
  NOTEMPTY: withChildren,
  NOAUTH: async scene => remove(scene, await guardedChild(scene)),
  BADARGUMENTS: async scene => remove(scene, scene.random.pick([...UNDELETABLE, ...PARENTLESS])),
});

async function setData(scene: Scene, path: string, version = -1, named?: DataName): Promise<Done> {
  const data = named ?? scene.random.pick(DATA_NAMES);
  return wrote(await scene.ask.setData(path, data, version), { path, version, data });
}

/** A new znode whose list grants these rights alone. */
async function grantedOnly(scene: Scene, perms: number): Promise<string> {
  const path = await room(scene);
  await scene.ask.create('create', path, { acl: granting(perms) });
  return path;
}

/** A first write, so that version 0 is an old one. */
async function written(scene: Scene): Promise<string> {
  const path = await writable(scene, right.write);
  if ((await versionOf(scene, path, 'version')) === 0) await scene.ask.setData(path, 'text');
  return path;
}

const setDatas = intents('setData', {
  ...Object.fromEntries(
    DATA_NAMES.map(data => [
      `ok: data: ${data}`,
      async (scene: Scene) => setData(scene, await writable(scene, right.write), -1, data),
    ]),
  ),
  'ok: at its version': async scene => {
    const path = await writable(scene, right.write);
    return setData(scene, path, await versionOf(scene, path, 'version'));
  },
  'ok: without the right to read': async scene =>
    setData(scene, await grantedOnly(scene, right.write + right.admin)),
  NONODE: async scene => setData(scene, nowhere(scene)),
  BADVERSION: async scene => {
    const path = await writable(scene, right.write);
    return setData(scene, path, wrongVersion(scene, await versionOf(scene, path, 'version')));
  },
  'BADVERSION: zero': async scene => setData(scene, await written(scene), 0),
  NOAUTH: async scene => setData(scene, await guarded(scene, right.write)),
  BADARGUMENTS: async scene => setData(scene, scene.random.pick([...BAD_PATHS, ...PARENTLESS])),
});

interface SetAcl {
  readonly path: string;
  readonly acl?: readonly (typeof OWN)[number][];
  readonly version?: number;
}

async function setAcl(scene: Scene, { path, acl, version = -1 }: SetAcl): Promise<Done> {
  const list = acl ?? LISTS[scene.random.pick(LIST_NAMES)];
  return wrote(await scene.ask.setAcl(path, list, version), { path, version });
}

const administered = (scene: Scene): Promise<string> => writable(scene, right.admin);

async function openAgain(scene: Scene): Promise<Done> {
  const isClosed = (path: string): boolean => {
    const { acl } = scene.picture.get(path) ?? { acl: LISTS.open };
    return !permits(acl, right.read, new Set()) && may(scene, right.admin, path);
  };
  const path = found(scene, isClosed);
  return {
    ...(await setAcl(scene, { path: path ?? (await administered(scene)), acl: LISTS.open })),
    hit: path !== undefined,
  };
}

/** Uses a session that has named no user, but requests the list of its users. */
async function ofNobody(scene: Scene): Promise<Done> {
  const nobody = new Set<string>();
  const isOpen = (path: string): boolean =>
    permits(scene.picture.get(path)?.acl ?? [], right.admin, nobody);
  const path = found(scene, isOpen) ?? (await administered(scene));
  const session = scene.actor.side();
  const reply = await scene.by(session).setAcl(path, OWN);
  await session.close(scene.signal);
  return wrote(reply, { path });
}

const setAcls = intents('setACL', {
  ok: async scene => setAcl(scene, { path: await administered(scene) }),
  'ok: at its version': async scene => {
    const path = await administered(scene);
    return setAcl(scene, { path, version: await versionOf(scene, path, 'aversion') });
  },
  'ok: the list of its setter': async scene => {
    await nameSomebody(scene);
    return setAcl(scene, { path: await administered(scene), acl: OWN });
  },
  'ok: open again': openAgain,
  'ok: with no other right': async scene =>
    setAcl(scene, { path: await grantedOnly(scene, right.admin), acl: LISTS.open }),
  NONODE: async scene => setAcl(scene, { path: nowhere(scene) }),
  BADVERSION: async scene => {
    const path = await administered(scene);
    const version = wrongVersion(scene, await versionOf(scene, path, 'aversion'));
    return setAcl(scene, { path, version });
  },
  NOAUTH: async scene => setAcl(scene, { path: await guarded(scene, right.admin) }),
  INVALIDACL: async scene =>
    setAcl(scene, { path: await administered(scene), acl: scene.random.pick(BAD_LISTS) }),
  'INVALIDACL: the list of nobody': ofNobody,
  'INVALIDACL: where no znode is': async scene => setAcl(scene, { path: nowhere(scene), acl: [] }),
  BADARGUMENTS: async scene =>
    setAcl(scene, { path: scene.random.pick([...BAD_PATHS, ...PARENTLESS]) }),
});

const addresses = intents(
  'setACL',
  {
    'ok: addresses': async scene =>
      setAcl(scene, { path: await administered(scene), acl: ADDRESSES }),
  },
  'blocks of addresses',
);

export const writes: readonly Intent[] = [...deletes, ...setDatas, ...setAcls, ...addresses];
