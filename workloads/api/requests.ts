/** Requests of a session, each recorded as a step, and what their replies show of the tree. */
import type { Outcome } from '../../src/contract.ts';
import type { CreateOptions } from '../../src/zookeeper/create.ts';
import { type Acl, openAcl, type Stat } from '../../src/zookeeper/data-records.ts';
import { zkError } from '../../src/zookeeper/errors.ts';
import type { MultiOp, MultiReadOp, MultiResult } from '../../src/zookeeper/multi.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';
import type { AclAndStat, Children, Created, Data } from '../../src/zookeeper/requests.ts';
import type { Session } from '../../src/zookeeper/session.ts';
import type { AddWatchMode, WatcherType } from '../../src/zookeeper/watch-requests.ts';
import { DATA, type DataName, ownList, parentOf } from './names.ts';
import type { Picture } from './picture.ts';

/** The methods of a session that are used. */
export type ApiSession = Omit<Session, 'reconfig' | 'check'>;

/** What an operation has done so far. */
export interface Log {
  /** `delete ok`, `exists NONODE`: the requests that were answered. */
  readonly steps: string[];
  /** Set by a write that was not answered. */
  doubt?: Outcome;
}

/** The session and the context of its requests. */
interface Asker {
  readonly session: ApiSession;
  readonly users: ReadonlySet<string>;
  readonly picture: Picture;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export type CreateF = 'create' | 'create2' | 'createContainer' | 'createTTL';
export type ReadF = 'getData' | 'getChildren' | 'getChildren2' | 'getAllChildrenNumber' | 'getACL';

/** Returns the server's answer: `ok`, or the error; undefined if there was none. */
export function wordOf(reply: Reply<unknown>): string | undefined {
  if (reply.ok) return 'ok';
  return reply.zxid !== undefined && reply.error.definite ? reply.error.name : undefined;
}

export class Requests {
  readonly #asker: Asker;

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  async create(
    f: CreateF,
    path: string,
    { data = 'text', ...options }: CreateOptions & { readonly data?: DataName } = {},
  ): Promise<Reply<Created>> {
    const { session, signal, picture } = this.#asker;
    const whole = { ...modes[f], ...options };
    const sent = session.create(path, DATA[data], whole, signal);
    const reply = await this.#noted(f, 'write', sent);
    const [word, { zxid = 0n }] = [wordOf(reply), reply];
    if (reply.ok) this.#made(reply.value.path, reply.zxid, whole);
    else if (word === 'NODEEXISTS') picture.put(path, zxid);
    else if (word === 'NONODE') picture.gone(parentOf(path), zxid);
    return reply;
  }

  async delete(path: string, version = -1): Promise<Reply<void>> {
    const { session, signal, picture } = this.#asker;
    const reply = await this.#noted('delete', 'write', session.delete(path, version, signal));
    const [word, { zxid = 0n }] = [wordOf(reply), reply];
    if (word === 'ok' || word === 'NONODE') picture.gone(path, zxid);
    if (word === 'BADVERSION') picture.put(path, zxid, { version: undefined });
    return reply;
  }

  setData(path: string, data: DataName, version = -1): Promise<Reply<Stat>> {
    const { session, signal } = this.#asker;
    return this.#set('setData', path, session.setData(path, DATA[data], version, signal));
  }

  async setAcl(path: string, acl: readonly Acl[], version = -1): Promise<Reply<Stat>> {
    const { session, signal, picture } = this.#asker;
    const sent = session.setACL(path, acl, version, signal);
    const reply = await this.#set('setACL', path, sent);
    if (reply.ok) picture.put(path, reply.zxid, { acl: this.#stored(acl) });
    return reply;
  }

  /** Returns NONODE for a missing znode. */
  async exists(path: string, watch = false): Promise<Reply<Stat>> {
    const { session, signal } = this.#asker;
    const sent = session.exists(path, { watch }, signal).then(refusedAbsent);
    return this.#read('exists', path, sent, stat => stat);
  }

  read(f: ReadF, path: string, watch = false): Promise<Reply<unknown>> {
    const { session, signal } = this.#asker;
    switch (f) {
      case 'getData':
        return this.#read<Data>(
          f,
          path,
          session.getData(path, { watch }, signal),
          ({ stat }) => stat,
        );
      case 'getChildren':
        return this.#listed(f, path, session.getChildren(path, { watch }, signal), names => names);
      case 'getChildren2': {
        const sent = session.getChildren2(path, { watch }, signal);
        return this.#listed<Children>(f, path, sent, ({ children }) => children);
      }
      case 'getAllChildrenNumber':
        return this.#read(f, path, session.getAllChildrenNumber(path, signal));
      case 'getACL':
        return this.#shown(path, session.getACL(path, signal));
    }
  }

  getEphemerals(path: string): Promise<Reply<readonly string[]>> {
    const { session, signal } = this.#asker;
    return this.#noted('getEphemerals', 'read', session.getEphemerals(path, signal));
  }

  sync(path: string): Promise<Reply<string>> {
    const { session, signal } = this.#asker;
    return this.#noted('sync', 'read', session.sync(path, signal));
  }

  whoAmI(): Promise<Reply<unknown>> {
    const { session, signal } = this.#asker;
    return this.#noted('whoAmI', 'read', session.whoAmI(signal));
  }

  addAuth(scheme: string, credential: Uint8Array): Promise<Reply<void>> {
    const { session, signal } = this.#asker;
    return this.#noted('addAuth', 'read', session.addAuth(scheme, credential, signal));
  }

  addWatch(path: string, mode: AddWatchMode): Promise<Reply<void>> {
    const { session, signal } = this.#asker;
    return this.#noted('addWatch', 'read', session.addWatch(path, mode, signal));
  }

  watches(
    f: 'checkWatches' | 'removeWatches',
    path: string,
    type: WatcherType,
  ): Promise<Reply<void>> {
    const { session, signal } = this.#asker;
    return this.#noted(f, 'read', session[f](path, type, signal));
  }

  async multi(parts: readonly MultiOp[]): Promise<Reply<readonly MultiResult[]>> {
    const { session, signal } = this.#asker;
    const reply = await this.#noted('multi', 'write', session.multi(parts, signal));
    if (reply.ok)
      for (const [at, part] of parts.entries()) this.#done(part, reply.value[at], reply.zxid);
    return reply;
  }

  multiRead(parts: readonly MultiReadOp[]): Promise<Reply<readonly MultiResult[]>> {
    const { session, signal } = this.#asker;
    return this.#noted('multiRead', 'read', session.multiRead(parts, signal));
  }

  async #noted<T>(f: string, kind: 'read' | 'write', sent: Promise<Reply<T>>): Promise<Reply<T>> {
    const { log } = this.#asker;
    const reply = await sent;
    const word = wordOf(reply);
    const outcome = outcomeOf(reply, kind, null);
    if (word !== undefined) log.steps.push(`${f} ${word}`);
    else if (outcome.type === 'info') log.doubt ??= outcome;
    return reply;
  }

  async #read<T>(
    f: string,
    path: string,
    sent: Promise<Reply<T>>,
    statOf?: (value: T) => Stat,
  ): Promise<Reply<T>> {
    const reply = await this.#noted(f, 'read', sent);
    const { picture } = this.#asker;
    if (reply.ok && statOf !== undefined) picture.told(path, reply.zxid, statOf(reply.value));
    if (wordOf(reply) === 'NONODE') picture.gone(path, reply.zxid ?? 0n);
    return reply;
  }

  /** Records children that no reply has mentioned before: they may be those of a create that was never
   * answered. */
  async #listed<T>(
    f: string,
    path: string,
    sent: Promise<Reply<T>>,
    namesOf: (value: T) => readonly string[],
  ): Promise<Reply<T>> {
    const reply = await this.#read(f, path, sent);
    if (reply.ok)
      for (const name of namesOf(reply.value))
        this.#asker.picture.put(`${path}/${name}`, reply.zxid);
    return reply;
  }

  /** Records a list, unless its digests are hidden: such a list cannot be compared with. */
  async #shown(path: string, sent: Promise<Reply<AclAndStat>>): Promise<Reply<AclAndStat>> {
    const reply = await this.#read('getACL', path, sent, ({ stat }) => stat);
    if (!reply.ok) return reply;
    const { acl } = reply.value;
    if (acl.every(({ id }) => !id.id.endsWith(':x')))
      this.#asker.picture.put(path, reply.zxid, { acl });
    return reply;
  }

  async #set(f: string, path: string, sent: Promise<Reply<Stat>>): Promise<Reply<Stat>> {
    const { picture } = this.#asker;
    const reply = await this.#noted(f, 'write', sent);
    const [word, { zxid = 0n }] = [wordOf(reply), reply];
    if (reply.ok) picture.changed(path, reply.zxid, reply.value);
    else if (word === 'NONODE') picture.gone(path, zxid);
    else if (word === 'BADVERSION')
      picture.put(path, zxid, { version: undefined, aversion: undefined });
    return reply;
  }

  #made(path: string, zxid: bigint, { mode = 'persistent', acl = openAcl }: CreateOptions): void {
    const { picture, session } = this.#asker;
    const owner = mode.startsWith('ephemeral') ? session.id : 0n;
    const sequential = mode.includes('sequential');
    picture.made(path, zxid, { acl: this.#stored(acl), owner, sequential });
  }

  #done(part: MultiOp, result: MultiResult | undefined, zxid: bigint): void {
    const { picture } = this.#asker;
    if (result?.ok !== true) return;
    if (part.op === 'create' && result.op === 'create')
      this.#made(result.path, zxid, part.options ?? {});
    if (part.op === 'delete') picture.gone(part.path, zxid);
    if (result.op === 'setData') picture.changed(part.path, zxid, result.stat);
  }

  #stored(acl: readonly Acl[]): readonly Acl[] {
    return acl.some(({ id }) => id.scheme === 'auth') ? ownList(this.#asker.users) : acl;
  }
}

const NONODE = -101;

function refusedAbsent(reply: Reply<Stat | undefined>): Reply<Stat> {
  if (!reply.ok) return reply;
  const { value, zxid, node, session } = reply;
  if (value === undefined)
    return { ok: false, error: zkError(NONODE), left: true, zxid, node, session };
  return { ...reply, value };
}

/** Long enough, in ms, to be met by other clients, short enough to end within a run. */
const TTL_MS = 3_000;
const modes: Readonly<Record<CreateF, CreateOptions>> = {
  create: {},
  create2: { stat: true },
  createContainer: { mode: 'container' },
  createTTL: { mode: 'persistent-ttl', ttlMs: TTL_MS },
};
