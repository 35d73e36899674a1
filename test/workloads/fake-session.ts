/** A session over znodes in memory that answers as told: what is scripted for a call, else the truth. */
import type { NodeName } from '../../src/contract.ts';
import type { Stat } from '../../src/zookeeper/data-records.ts';
import { zkError } from '../../src/zookeeper/errors.ts';
import type { Reply } from '../../src/zookeeper/outcome.ts';
import type { RegisterSession } from '../../workloads/register-client.ts';

const CODES = {
  NONODE: -101,
  NODEEXISTS: -110,
  BADVERSION: -103,
  CONNECTIONLOSS: -4,
  OPERATIONTIMEOUT: -7,
} as const;
export type Failure = keyof typeof CODES;
export type Method = 'create' | 'getData' | 'setData' | 'sync';

/** What the next call of a method answers. `left`: default yes. `before`: happens first. */
export interface Scripted {
  readonly method: Method;
  readonly error?: Failure;
  readonly left?: boolean;
  readonly before?: (znodes: Znodes) => void;
}

export type Znodes = Map<string, { readonly version: number; readonly text: string }>;

export interface FakeSession extends RegisterSession {
  readonly calls: string[];
  readonly znodes: Znodes;
}

const facts = { zxid: 7n, node: 'n1' as NodeName, session: 9n };

export function fakeSession(root: string, ...script: readonly Scripted[]): FakeSession {
  const left = [...script];
  const calls: string[] = [];
  const znodes: Znodes = new Map([[root, { version: 0, text: '' }]]);
  const ok = <T>(value: T): Reply<T> => ({ ok: true, value, ...facts });
  const failed = <T>(name: Failure, gone = true): Reply<T> => ({
    ok: false,
    error: zkError(CODES[name]),
    left: gone,
    ...(gone && facts),
  });
  const answer = async <T>(method: Method, path: string, truth: () => Reply<T>) => {
    calls.push(`${method} ${path}`);
    const at = left.findIndex(scripted => scripted.method === method);
    const [scripted] = at === -1 ? [] : left.splice(at, 1);
    scripted?.before?.(znodes);
    return scripted?.error === undefined ? truth() : failed<T>(scripted.error, scripted.left);
  };
  const text = (data: Uint8Array): string => new TextDecoder().decode(data);
  return {
    calls,
    znodes,
    create: (path, data) =>
      answer('create', path, () => {
        if (znodes.has(path)) return failed('NODEEXISTS');
        znodes.set(path, { version: 0, text: text(data) });
        return ok({ path });
      }),
    getData: path =>
      answer('getData', path, () => {
        const znode = znodes.get(path);
        if (znode === undefined) return failed('NONODE');
        return ok({ data: new TextEncoder().encode(znode.text), stat: statOf(znode.version) });
      }),
    setData: (path, data, version = -1) =>
      answer('setData', path, () => {
        const znode = znodes.get(path);
        if (znode === undefined) return failed('NONODE');
        if (version !== -1 && version !== znode.version) return failed('BADVERSION');
        znodes.set(path, { version: znode.version + 1, text: text(data) });
        return ok(statOf(znode.version + 1));
      }),
    sync: path => answer('sync', path, () => ok(path)),
    close: async () => {},
  };
}

function statOf(version: number): Stat {
  const [czxid, mzxid, pzxid, ephemeralOwner] = [1n, 1n, 1n, 0n];
  const counts = { cversion: 0, aversion: 0, dataLength: 1, numChildren: 0, ctime: 0, mtime: 0 };
  return { czxid, mzxid, pzxid, ephemeralOwner, version, ...counts };
}
