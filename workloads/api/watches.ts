/** Intents of watches that are added, queried and removed by kind. */

import type { WatcherType } from '../../src/zookeeper/watch-requests.ts';
import type { Feature } from '../features.ts';
import { type Intent, intents, read } from './intent.ts';
import { ROOT, right } from './names.ts';
import { type Done, found, may, nowhere, type Scene } from './scene.ts';

const readable = (scene: Scene): string =>
  found(scene, path => may(scene, right.read, path)) ?? ROOT;

const added = intents(
  'addWatch',
  {
    'ok: persistent': async scene => {
      const path = readable(scene);
      return read(await scene.ask.addWatch(path, 'persistent'), { path });
    },
    'ok: persistent and recursive': async scene => {
      const path = scene.random.pick([ROOT, readable(scene)]);
      return read(await scene.ask.addWatch(path, 'persistent-recursive'), { path });
    },
    'ok: persistent and recursive, of the whole tree': ofTheWholeTree,
    'ok: of no znode': async scene => {
      const path = nowhere(scene);
      const mode = scene.random.pick(['persistent', 'persistent-recursive'] as const);
      return read(await scene.ask.addWatch(path, mode), { path });
    },
  },
  'persistent watches',
);

/** Uses a separate session, which receives every event of the ensemble until it ends, right after a change. */
async function ofTheWholeTree(scene: Scene): Promise<Done> {
  const session = scene.actor.side();
  const ask = scene.by(session);
  const reply = await ask.addWatch('/', 'persistent-recursive');
  await ask.create('create', `${ROOT}/`, { mode: 'ephemeral-sequential' });
  await session.close(scene.signal);
  return read(reply);
}

/** Leaves a watch of that type. */
async function leave(scene: Scene, path: string, type: WatcherType): Promise<void> {
  if (type === 'persistent' || type === 'persistent-recursive')
    await scene.ask.addWatch(path, type);
  else await scene.ask.read(type === 'children' ? 'getChildren' : 'getData', path, true);
}

/** Removes one watch while another of a different type stays. */
async function ofOneKind(
  f: 'checkWatches' | 'removeWatches',
  type: WatcherType,
  scene: Scene,
): Promise<Done> {
  const path = readable(scene);
  await leave(scene, path, type === 'children' ? 'data' : 'children');
  await leave(scene, path, type);
  return read(await scene.ask.watches(f, path, type), { path, type });
}

/** Removes at a path that has only a watch of another type. */
async function ofNone(
  f: 'checkWatches' | 'removeWatches',
  type: WatcherType,
  scene: Scene,
): Promise<Done> {
  const path = type === 'any' ? `${ROOT}/never-watched` : readable(scene);
  if (type !== 'any') {
    await scene.ask.watches('removeWatches', path, type);
    await leave(scene, path, type === 'children' ? 'data' : 'children');
  }
  return read(await scene.ask.watches(f, path, type), { path, type });
}

function about(
  f: 'checkWatches' | 'removeWatches',
  types: readonly WatcherType[],
  needs: Feature,
): readonly Intent[] {
  return types.flatMap(type =>
    intents(
      f,
      {
        [`ok: ${type}`]: scene => ofOneKind(f, type, scene),
        [`NOWATCHER: ${type}`]: scene => ofNone(f, type, scene),
      },
      needs,
    ),
  );
}

const OLD = ['children', 'data', 'any'] as const;
const NEW = ['persistent', 'persistent-recursive'] as const;

export const watches: readonly Intent[] = [
  ...added,
  ...about('checkWatches', OLD, 'create2 and removal of watches'),
  ...about('removeWatches', OLD, 'create2 and removal of watches'),
  ...about('checkWatches', NEW, 'removal of persistent watches by kind'),
  ...about('removeWatches', NEW, 'removal of persistent watches by kind'),
];
