/** Intents of the four requests that create a znode. */
import type { CreateOptions } from '../../src/zookeeper/create.ts';
import { type Intent, intents, wrote } from './intent.ts';
import {
  ADDRESSES,
  BAD_LISTS,
  credentialOf,
  DATA_NAMES,
  type DataName,
  depthOf,
  LIST_NAMES,
  LISTS,
  LONG,
  OWN,
  parentOf,
  ROOT,
  right,
  USERS,
} from './names.ts';
import type { CreateF } from './requests.ts';
import {
  badPath,
  type Done,
  ephemeral,
  found,
  guarded,
  nowhere,
  orphan,
  prefix,
  room,
  type Scene,
} from './scene.ts';

type Options = CreateOptions & { readonly data?: DataName };
type Where = (scene: Scene) => string | Promise<string>;

/** Creates at a path of that kind, with random options. */
function at(
  f: CreateF,
  where: Where,
  options: (scene: Scene) => Options = () => ({}),
): Intent['run'] {
  return async scene => {
    const path = await where(scene);
    const chosen: Options = { data: scene.random.pick(DATA_NAMES), ...options(scene) };
    const { data, mode } = chosen;
    const reply = await scene.ask.create(f, path, chosen);
    return wrote(reply, { path, data, ...(mode !== undefined && { mode }) });
  };
}

const present: Where = async scene => found(scene) ?? room(scene);
const belowEphemeral: Where = async scene => `${await ephemeral(scene)}/child`;
const belowGuarded: Where = async scene => `${await guarded(scene, right.create)}/child`;
const withBadList = ({ random }: Scene): Options => ({ acl: random.pick(BAD_LISTS) });
const withList = ({ random }: Scene): Options => ({
  acl: LISTS[random.pick(LIST_NAMES)],
});

/** Refusals that every create can receive. */
function refusals(f: CreateF): Readonly<Record<string, Intent['run']>> {
  return {
    NONODE: at(f, orphan),
    NODEEXISTS: at(f, present),
    NOAUTH: at(f, belowGuarded),
    INVALIDACL: at(f, scene => nowhere(scene), withBadList),
    NOCHILDRENFOREPHEMERALS: at(f, belowEphemeral),
    BADARGUMENTS: at(f, badPath),
  };
}

const sequential = { mode: 'persistent-sequential' } as const;
const ttlSequential = { mode: 'persistent-sequential-ttl', ttlMs: 3_000 } as const;

export const creates: readonly Intent[] = [
  ...intents('create', {
    ok: at('create', room),
    'ok: ephemeral': at('create', room, () => ({ mode: 'ephemeral' })),
    'ok: sequential': at('create', prefix, () => sequential),
    'ok: sequential and ephemeral': at('create', prefix, () => ({ mode: 'ephemeral-sequential' })),
    'ok: sequential, named by its number alone': at(
      'create',
      () => `${ROOT}/`,
      () => sequential,
    ),
    'ok: sequential, below a znode made again': belowMadeAgain,
    'ok: where one was deleted': againWhereDeleted,
    'ok: at a depth of five': deep,
    'ok: a long name': longName,
    'ok: a list': at('create', room, withList),
    'ok: the list of its creator': ownedByCreator,
    ...refusals('create'),
    'NONODE: sequential, below a deleted znode': at(
      'create',
      scene => `${orphan(scene)}-`,
      () => sequential,
    ),
    'NODEEXISTS: the root': at('create', () => '/'),
    'BADARGUMENTS: sequential': at('create', badPrefix, () => sequential),
  }),
  ...intents(
    'create',
    { 'ok: a list of addresses': at('create', room, () => ({ acl: ADDRESSES })) },
    'blocks of addresses',
  ),
  ...intents(
    'create2',
    {
      ok: at('create2', room),
      'ok: ephemeral': at('create2', room, () => ({ mode: 'ephemeral' })),
      'ok: sequential': at('create2', prefix, () => sequential),
      ...refusals('create2'),
    },
    'create2 and removal of watches',
  ),
  ...intents(
    'createContainer',
    { ok: at('createContainer', room), ...refusals('createContainer') },
    'container and TTL znodes',
  ),
  ...intents(
    'createTTL',
    {
      ok: at('createTTL', room),
      'ok: sequential': at('createTTL', prefix, () => ttlSequential),
      ...refusals('createTTL'),
      'BADARGUMENTS: its time to live': at('createTTL', nowhere, wrongTtl),
    },
    'container and TTL znodes',
  ),
];

/** Returns a TTL of 2^40 ms, which does not fit into its five bytes. */
function wrongTtl({ random }: Scene): Options {
  return { ttlMs: random.pick([0, -1, 2 ** 40]) };
}

function badPrefix({ random }: Scene): string {
  return random.pick([`${ROOT}/control\u0001`, 'no-slash', `${ROOT}/null\0`]);
}

async function againWhereDeleted(scene: Scene): Promise<Done> {
  const path = await room(scene, other => scene.picture.wasDeleted(other));
  const hit = scene.picture.wasDeleted(path);
  return { ...wrote(await scene.ask.create('create', path), { path }), hit };
}

/** Deletes and creates the parent first, so that its children are numbered from 0 again. */
async function belowMadeAgain(scene: Scene): Promise<Done> {
  const parent = await room(scene);
  await scene.ask.create('create', parent);
  await scene.ask.create('create', `${parent}/n-`, sequential).then(reply => {
    return reply.ok ? scene.ask.delete(reply.value.path) : undefined;
  });
  await scene.ask.delete(parent);
  await scene.ask.create('create', parent);
  const reply = await scene.ask.create('create', `${parent}/n-`, sequential);
  return wrote(reply, { path: parent });
}

/** Creates missing ancestors first. */
async function deep(scene: Scene): Promise<Done> {
  const path = await room(scene, other => depthOf(other) >= 4);
  const above: string[] = [];
  for (let up = parentOf(path); up !== ROOT; up = parentOf(up)) above.unshift(up);
  for (const parent of above)
    if (scene.picture.get(parent) === undefined) await scene.ask.create('create', parent);
  const reply = await scene.ask.create('create', path);
  return { ...wrote(reply, { path }), hit: depthOf(path) >= 5 };
}

async function longName(scene: Scene): Promise<Done> {
  if (scene.picture.get(LONG) !== undefined) await scene.ask.delete(LONG);
  return wrote(await scene.ask.create('create', LONG), { path: LONG });
}

async function ownedByCreator(scene: Scene): Promise<Done> {
  await nameSomebody(scene);
  const path = await room(scene);
  return wrote(await scene.ask.create('create', path, { acl: OWN }), { path });
}

/** Names a user for the session, unless it has named one. */
export async function nameSomebody({ actor, ask, random }: Scene): Promise<void> {
  if (actor.users.size > 0) return;
  const user = random.pick(USERS);
  const reply = await ask.addAuth('digest', credentialOf(user));
  if (reply.ok) actor.named(user);
}
