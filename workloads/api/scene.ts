/** The context of one operation: the acting client, the tree, and where each kind of znode is found. */
import type { ClientPlace } from '../../src/contract.ts';
import type { Random } from '../../src/random.ts';
import type { Reply } from '../../src/zookeeper/outcome.ts';
import type { Feature } from '../features.ts';
import type { Actor } from './actor.ts';
import {
  BAD_PATHS,
  LIST_NAMES,
  LISTS,
  PARENTLESS,
  POOL,
  parentOf,
  permits,
  ROOT,
  right,
} from './names.ts';
import type { Known, Picture } from './picture.ts';
import type { ApiSession, Log, Requests } from './requests.ts';

export interface Scene {
  readonly actor: Actor;
  /** The requests of the actor's main session. */
  readonly ask: Requests;
  /** Returns the requests of another session of the same user. */
  readonly by: (session: ApiSession) => Requests;
  readonly picture: Picture;
  readonly random: Random;
  readonly place: ClientPlace;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly has: (feature: Feature) => boolean;
}

/** The result of an operation. */
export interface Done {
  /** The reply to the intended request. */
  readonly reply: Reply<unknown>;
  readonly kind: 'read' | 'write';
  /** The outcome, if it is not the reply's own. */
  readonly outcome?: string;
  /** Whether the aim's further conditions held, too. Default: yes. */
  readonly hit?: boolean;
  /** Details for the history. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Marks an operation that only prepares for a later one with this aim. */
export function prepared(done: Done): Done {
  return { ...done, ...(done.reply.ok && { outcome: 'prepared' }), hit: false };
}

type Fits = (path: string, znode: Known) => boolean;

/** Returns a random existing path that fits; undefined if none is known. Never the root. */
export function found({ picture, random }: Scene, fits: Fits = () => true): string | undefined {
  const fitting = picture.present.filter(path => {
    const znode = picture.get(path);
    return path !== ROOT && znode !== undefined && fits(path, znode);
  });
  return fitting.length === 0 ? undefined : random.pick(fitting);
}

/** Tests whether the actor has the right on an existing path. */
export function may({ picture, actor }: Scene, wanted: number, path: string): boolean {
  const znode = picture.get(path);
  return znode !== undefined && permits(znode.acl, wanted, actor.users);
}

/** Returns a path where a create should succeed; deletes another znode for it if there is none, or if there
 * are too many. */
export async function room(
  scene: Scene,
  fits: (path: string) => boolean = () => true,
): Promise<string> {
  const { picture, random } = scene;
  if (picture.present.length > MOST_ZNODES) await prune(scene);
  const free = picture.absent.filter(path => fits(path) && isFertile(scene, parentOf(path)));
  if (free.length > 0) return random.pick(free);
  const leaf = found(scene, path => POOL.includes(path) && fits(path) && isRemovable(scene, path));
  if (leaf === undefined) return nowhere(scene);
  await scene.ask.delete(leaf);
  return leaf;
}

/** The most znodes that may exist before each create deletes one: half of the tree should be free. */
const MOST_ZNODES = 24;

async function prune(scene: Scene): Promise<void> {
  const leaf = found(scene, path => isRemovable(scene, path));
  if (leaf !== undefined) await scene.ask.delete(leaf);
}

/** Whether children can be created below it. */
export function isFertile(scene: Scene, path: string): boolean {
  return scene.picture.get(path)?.owner === 0n && may(scene, right.create, path);
}

export function isRemovable(scene: Scene, path: string): boolean {
  return !scene.picture.hasChildren(path) && may(scene, right.delete, parentOf(path));
}

/** The most sequential znodes that may exist before each create deletes one. */
const MOST_SEQUENTIAL = 16;

/** A prefix of sequential names, below a parent that fits. */
export async function prefix(
  scene: Scene,
  fits: (parent: string) => boolean = () => true,
): Promise<string> {
  const { picture, random } = scene;
  const all = picture.present.filter(path => picture.get(path)?.sequential === true);
  const [oldest] = all.filter(path => isRemovable(scene, path));
  if (all.length > MOST_SEQUENTIAL && oldest !== undefined) await scene.ask.delete(oldest);
  const parents = picture.present.filter(path => isFertile(scene, path) && fits(path));
  const parent = parents.length === 0 ? ROOT : random.pick(parents);
  return `${parent}/${random.pick(['n-', 'ü ', ''])}`;
}

/** Returns a path without a znode. */
export function nowhere({ picture, random }: Scene): string {
  const free = picture.absent;
  return free.length === 0 ? `${ROOT}/never` : random.pick(free);
}

/** Returns a path whose parent is missing, too. */
export function orphan({ picture, random }: Scene): string {
  const free = POOL.filter(path => picture.get(parentOf(path)) === undefined);
  return free.length === 0 ? `${ROOT}/never/child` : random.pick(free);
}

/** Returns a path that no server accepts. */
export const badPath = ({ random }: Scene): string => random.pick([...BAD_PATHS, ...PARENTLESS]);

/** Returns a znode that denies the actor the right; creates one if none is known. */
export async function guarded(
  scene: Scene,
  wanted: number,
  fits: (path: string) => boolean = () => true,
): Promise<string> {
  const known = found(
    scene,
    (path, { owner }) => owner === 0n && fits(path) && !may(scene, wanted, path),
  );
  if (known !== undefined) return known;
  const lists = LIST_NAMES.map(name => LISTS[name]);
  const closed = lists.filter(acl => !permits(acl, wanted, scene.actor.users));
  const path = await room(scene);
  await scene.ask.create('create', path, { acl: scene.random.pick(closed) });
  return path;
}

/** Returns an ephemeral; creates one if none is known. */
export async function ephemeral(scene: Scene): Promise<string> {
  const known = found(scene, (_, { owner }) => owner !== 0n);
  if (known !== undefined) return known;
  const path = await room(scene);
  await scene.ask.create('create', path, { mode: 'ephemeral' });
  return path;
}

/** Returns a znode that the actor may change, and its version; creates one if none is known. */
export async function writable(scene: Scene, wanted: number): Promise<string> {
  const known = found(scene, path => may(scene, wanted, path));
  if (known !== undefined) return known;
  const path = await room(scene);
  await scene.ask.create('create', path);
  return path;
}

/** Returns the version of a znode's data or list; reads it if unknown. */
export async function versionOf(
  scene: Scene,
  path: string,
  of: 'version' | 'aversion',
): Promise<number> {
  if (scene.picture.get(path)?.[of] === undefined) await scene.ask.exists(path);
  return scene.picture.get(path)?.[of] ?? 0;
}

/** Returns a version that the znode does not have: an old one, 0, a future one, or a negative one except -1. */
export function wrongVersion({ random }: Scene, version: number): number {
  return random.pick(
    [version - 1, 0, version + 7, -2].filter(other => other !== -1 && other !== version),
  );
}
