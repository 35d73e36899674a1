/** Intents of requests that break two rules at once; which error is reported is part of the contract. Servers
 * check the list of a create or a setACL first, then permissions, then versions, then children. Source:
 * PrepRequestProcessor.pRequest2Txn. */
import type { Acl } from '../../src/zookeeper/data-records.ts';
import { type Intent, intents, wrote } from './intent.ts';
import { BAD_LISTS, LISTS, parentOf, ROOT, right } from './names.ts';
import { type Done, found, guarded, may, orphan, room, type Scene, wrongVersion } from './scene.ts';

const badList = ({ random }: Scene): readonly Acl[] => random.pick(BAD_LISTS);

/** A parent that lets the actor delete it once it is empty; one is created where none is known. */
async function fullParent(scene: Scene): Promise<string> {
  const known = found(
    scene,
    path => scene.picture.hasChildren(path) && may(scene, right.delete, parentOf(path)),
  );
  if (known !== undefined) return known;
  const parent = await room(scene);
  await scene.ask.create('create', parent);
  await scene.ask.create('create', `${parent}/x`);
  return parent;
}

/** A child of a znode that lacks the right for the actor. */
async function childBelow(scene: Scene, lacking: number, granting: number): Promise<string> {
  const isClosed = (path: string): boolean =>
    path !== ROOT && !may(scene, lacking, path) && may(scene, granting, path);
  const known = found(scene, path => isClosed(parentOf(path)));
  if (known !== undefined) return known;
  const parent = await room(scene);
  await scene.ask.create('create', parent);
  await scene.ask.create('create', `${parent}/x`);
  await scene.ask.setAcl(parent, LISTS[lacking === right.create ? 'no creates' : 'no deletes']);
  return `${parent}/x`;
}

async function remove(scene: Scene, path: string): Promise<Done> {
  const version = wrong(scene, path, 'version');
  return wrote(await scene.ask.delete(path, version), { path, version });
}

/** A version that the znode does not have; the actor may not be allowed to read the right one. */
function wrong(scene: Scene, path: string, of: 'version' | 'aversion'): number {
  return wrongVersion(scene, scene.picture.get(path)?.[of] ?? 0);
}

async function create(scene: Scene, path: string, acl = LISTS.open): Promise<Done> {
  return wrote(await scene.ask.create('create', path, { acl }), { path });
}

const creates = intents('create', {
  'NOAUTH: where a znode is': async scene =>
    create(scene, await childBelow(scene, right.create, right.read)),
  'NOAUTH: at a bad path': async scene => create(scene, `${await guarded(scene, right.create)}/.`),
  'INVALIDACL: below no znode': async scene => create(scene, orphan(scene), badList(scene)),
  'INVALIDACL: where a znode is': async scene =>
    create(scene, found(scene) ?? (await room(scene)), badList(scene)),
  'INVALIDACL: without permission': async scene =>
    create(scene, `${await guarded(scene, right.create)}/child`, badList(scene)),
});

const deletes = intents('delete', {
  'BADVERSION: of a znode with children': async scene => remove(scene, await fullParent(scene)),
  'NOAUTH: at a wrong version': async scene =>
    remove(scene, await childBelow(scene, right.delete, right.read)),
});

const changes = [
  ...intents('setData', {
    'NOAUTH: at a wrong version': async scene => {
      const path = await guarded(scene, right.write);
      const version = wrong(scene, path, 'version');
      return wrote(await scene.ask.setData(path, 'text', version), { path, version });
    },
  }),
  ...intents('setACL', {
    'NOAUTH: at a wrong version': async scene => {
      const path = await guarded(scene, right.admin);
      const version = wrong(scene, path, 'aversion');
      return wrote(await scene.ask.setAcl(path, LISTS.open, version), { path, version });
    },
    'INVALIDACL: without permission': async scene => {
      const path = await guarded(scene, right.admin);
      return wrote(await scene.ask.setAcl(path, badList(scene)), { path });
    },
  }),
];

export const twofold: readonly Intent[] = [...creates, ...deletes, ...changes];
