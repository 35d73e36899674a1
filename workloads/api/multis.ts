/** Intents of multi: parts that depend on each other, and one part that is refused among others that are not. */
import type { MultiOp } from '../../src/zookeeper/multi.ts';
import { nameSomebody } from './creates.ts';
import { type Intent, intents, wrote } from './intent.ts';
import {
  ADDRESSES,
  BAD_LISTS,
  BAD_PATHS,
  DATA,
  LIST_NAMES,
  LISTS,
  OWN,
  parentOf,
  permits,
  ROOT,
  right,
} from './names.ts';
import {
  type Done,
  ephemeral,
  found,
  guarded,
  isRemovable,
  may,
  nowhere,
  orphan,
  prefix,
  room,
  type Scene,
  versionOf,
  writable,
  wrongVersion,
} from './scene.ts';

type Parts = (scene: Scene) => Promise<readonly MultiOp[]>;

const data = DATA.text;
const create = (
  path: string,
  options: Extract<MultiOp, { op: 'create' }>['options'] = {},
): MultiOp => ({
  op: 'create',
  path,
  data,
  options,
});
const remove = (path: string, version = -1): MultiOp => ({ op: 'delete', path, version });
const set = (path: string, version = -1): MultiOp => ({ op: 'setData', path, data, version });
const check = (path: string, version = -1): MultiOp => ({ op: 'check', path, version });

/** Sends the parts. */
function all(parts: Parts): Intent['run'] {
  return async scene => send(scene, await parts(scene));
}

async function send(scene: Scene, parts: readonly MultiOp[]): Promise<Done> {
  const reply = await scene.ask.multi(parts);
  return wrote(reply, { parts: parts.map(({ op, path }) => `${op} ${path}`) });
}

/** Returns a part of any kind that would succeed: rolled back, it must leave no trace. */
async function undonePart(scene: Scene): Promise<MultiOp> {
  const { random, actor, picture } = scene;
  const isOwn = (path: string): boolean => picture.get(path)?.owner === actor.session.id;
  const leaf = (fits: (path: string) => boolean): string | undefined =>
    found(scene, path => isRemovable(scene, path) && fits(path));
  switch (random.intBelow(6)) {
    case 0:
      return create(await room(scene), { mode: random.pick(['persistent', 'ephemeral']) });
    case 1:
      return create(await prefix(scene), {
        mode: random.pick(['persistent-sequential', 'ephemeral-sequential']),
      });
    case 2:
    case 3: {
      const path = leaf(isOwn) ?? leaf(() => true);
      return path === undefined ? check(ROOT) : remove(path);
    }
    default:
      return set(await writable(scene, right.write));
  }
}

/** Places the refused part first, last, or between parts that would succeed. */
function refused(part: (scene: Scene) => Promise<MultiOp>): Intent['run'] {
  return async scene => {
    const culprit = await part(scene);
    const fine = [check(ROOT), await undonePart(scene), check(ROOT)];
    const at = scene.random.intBelow(fine.length + 1);
    return send(scene, fine.toSpliced(at, 0, culprit));
  };
}

/** A znode that is created, changed, checked, and deleted. */
const comesAndGoes: Parts = async scene => {
  const path = await room(scene);
  return [create(path), set(path, 0), check(path, 1), remove(path, 1)];
};

const madeAgain: Parts = async scene => {
  const path = await room(scene);
  await scene.ask.create('create', path);
  return [set(path), remove(path), create(path), check(path, 0)];
};

const family: Parts = async scene => {
  const parent = await room(scene);
  return [create(parent), create(`${parent}/x`), set(`${parent}/x`), check(parent, 0)];
};

const everyKind: Parts = async scene => {
  const [container, ttl] = [await prefix(scene), await room(scene)];
  return [
    create(`${container}container-${scene.random.intBelow(3)}`, { mode: 'container' }),
    create(ttl, { mode: 'persistent-ttl', ttlMs: 3_000 }),
    create(await prefix(scene), { mode: 'persistent-sequential', stat: true }),
  ];
};

/** A change that the sending session watches. */
const watched: Parts = async scene => {
  const path = await writable(scene, right.write);
  await scene.ask.read('getData', path, true);
  await scene.ask.read('getChildren', parentOf(path), true);
  return [set(path), set(path), check(path)];
};

const changes = intents('multi', {
  ok: all(async scene => {
    const path = await writable(scene, right.write);
    return [
      set(path, await versionOf(scene, path, 'version')),
      create(await room(scene)),
      check(path),
    ];
  }),
  'ok: no part': all(async () => []),
  'ok: a znode that comes and goes': all(comesAndGoes),
  'ok: a znode that goes and comes': all(madeAgain),
  'ok: a parent and its child': all(family),
  'ok: ephemerals': all(async scene => [
    create(await room(scene), { mode: 'ephemeral' }),
    create(await prefix(scene), { mode: 'ephemeral-sequential' }),
    set(await writable(scene, right.write)),
  ]),
  'ok: sequential names below one parent': all(async scene => {
    const path = await prefix(scene);
    const named = create(path, { mode: 'persistent-sequential' });
    return [named, create(path, { mode: 'ephemeral-sequential' }), named];
  }),
  'ok: lists': all(async scene => {
    await nameSomebody(scene);
    const list = LISTS[scene.random.pick(LIST_NAMES)];
    return [
      create(await room(scene), { acl: list }),
      create(await prefix(scene), { acl: OWN, mode: 'persistent-sequential' }),
    ];
  }),
  'ok: changes of what is watched': all(watched),
});

const kinds = [
  ...intents(
    'multi',
    { 'ok: creates of every kind': all(everyKind) },
    'creates of every kind in a multi',
  ),
  ...intents(
    'multi',
    {
      'ok: a list of addresses': all(async scene => [
        create(await room(scene), { acl: ADDRESSES }),
      ]),
    },
    'blocks of addresses',
  ),
];

/** A parent that an earlier part made with a list that lacks the right, and a part about its child. */
function below(lacking: number, part: (path: string) => MultiOp): Parts {
  return async scene => {
    const lists = LIST_NAMES.map(name => LISTS[name]);
    const closed = lists.filter(acl => !permits(acl, lacking, scene.actor.users));
    const path = await room(scene);
    return [create(path, { acl: scene.random.pick(closed) }), part(`${path}/x`)];
  };
}

const refusals = intents('multi', {
  NONODE: refused(async scene => set(nowhere(scene))),
  'NONODE: a create': refused(async scene => create(orphan(scene))),
  'NONODE: a delete': refused(async scene => remove(nowhere(scene))),
  'NONODE: a check': refused(async scene => check(nowhere(scene), 0)),
  NODEEXISTS: refused(async scene => create(found(scene) ?? ROOT)),
  BADVERSION: refused(async scene => {
    const path = await writable(scene, right.write);
    return set(path, wrongVersion(scene, await versionOf(scene, path, 'version')));
  }),
  'BADVERSION: a check': refused(async scene => {
    const path = await writable(scene, right.read);
    return check(path, wrongVersion(scene, await versionOf(scene, path, 'version')));
  }),
  'BADVERSION: of what an earlier part wrote': all(async scene => {
    const path = await writable(scene, right.write);
    const version = await versionOf(scene, path, 'version');
    return [set(path, version), set(path, version)];
  }),
  NOTEMPTY: refused(async scene => {
    const isParent = (path: string): boolean =>
      scene.picture.hasChildren(path) && may(scene, right.delete, parentOf(path));
    const parent = found(scene, isParent);
    return remove(parent ?? (await parentOfSome(scene)));
  }),
  'NOTEMPTY: of what an earlier part made': all(async scene => {
    const path = await room(scene);
    return [create(path), create(`${path}/x`), remove(path)];
  }),
  NOAUTH: refused(async scene => set(await guarded(scene, right.write))),
  'NOAUTH: a check': refused(async scene => check(await guarded(scene, right.read))),
  'NOAUTH: a list of an earlier part': all(async scene => {
    const path = await room(scene);
    return [create(path, { acl: LISTS.unreadable }), check(path)];
  }),
  'NOAUTH: a create below what an earlier part made': all(
    below(right.create, path => create(path)),
  ),
  'NOAUTH: a delete below what an earlier part made': all(
    below(right.delete, path => remove(path)),
  ),
  NOCHILDRENFOREPHEMERALS: refused(async scene => create(`${await ephemeral(scene)}/child`)),
  'NOCHILDRENFOREPHEMERALS: of what an earlier part made': all(async scene => {
    const path = await room(scene);
    return [create(path, { mode: 'ephemeral' }), create(`${path}/child`)];
  }),
  INVALIDACL: refused(async scene => create(nowhere(scene), { acl: scene.random.pick(BAD_LISTS) })),
  BADARGUMENTS: refused(async scene => create(scene.random.pick(BAD_PATHS))),
  'BADARGUMENTS: a check': refused(async () => check(`${ROOT}/.`)),
});

async function parentOfSome(scene: Scene): Promise<string> {
  const parent = await room(scene);
  await scene.ask.create('create', parent);
  await scene.ask.create('create', `${parent}/x`);
  return parent;
}

export const multis: readonly Intent[] = [...changes, ...kinds, ...refusals];
