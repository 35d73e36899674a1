/** Requests about watches, as values. */
import { nothing } from './codec.ts';
import { opcodes } from './opcodes.ts';
import { ask, type Request, watching } from './request.ts';
import { addWatchRequest, watchesRequest } from './request-records.ts';
import type { WatchesToSet, WatchKind } from './watches.ts';

const addWatchModes = { persistent: 0, 'persistent-recursive': 1 } as const;
export type AddWatchMode = keyof typeof addWatchModes;

export function addWatch(path: string, mode: AddWatchMode): Request<void> {
  const request = ask(
    opcodes.addWatch,
    [addWatchRequest, { path, mode: addWatchModes[mode] }],
    nothing,
  );
  return watching(request, mode === 'persistent' ? 'persistent' : 'persistentRecursive', path);
}

/** Source: Watcher.WatcherType. `data` holds for exists, too; `any` for persistent ones, too; the last two
 *  are known since 3.9. */
const watcherTypes = {
  children: 1,
  data: 2,
  any: 3,
  persistent: 4,
  'persistent-recursive': 5,
} as const;
export type WatcherType = keyof typeof watcherTypes;
const removed: Readonly<Record<WatcherType, readonly WatchKind[]>> = {
  children: ['child'],
  data: ['data', 'exist'],
  any: ['child', 'data', 'exist', 'persistent', 'persistentRecursive'],
  persistent: ['persistent'],
  'persistent-recursive': ['persistentRecursive'],
};

const aboutWatches = (opcode: number, path: string, type: WatcherType): Request<void> =>
  ask(opcode, [watchesRequest, { path, type: watcherTypes[type] }], nothing);

export const checkWatches = (path: string, type: WatcherType): Request<void> =>
  aboutWatches(opcodes.checkWatches, path, type);

export const removeWatches = (path: string, type: WatcherType): Request<void> => ({
  ...aboutWatches(opcodes.removeWatches, path, type),
  watches(book, err) {
    if (err === 0) book.remove(removed[type], path);
  },
});

/** The answer tells nothing; a server that cannot set them says why. */
export const setWatchesAgain = ({ opcode, write }: WatchesToSet): Request<void> => ({
  ...ask(opcode, [nothing, undefined], nothing),
  write,
});
