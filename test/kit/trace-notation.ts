/** A small notation for traces: one client per name, one line per step.
 *
 *   const t = trace();
 *   t.open(1, 'n1');                     client 1 connects to n1, with a session of its own
 *   t.call(1, create('/a'), 5);          a request and its reply, at zxid 5
 *   t.event(1, 'NodeCreated', '/a', 5);  a watch event
 *
 * Replies are filled in by an honest model, so that a test states only what is odd: `t.call(1, getData('/a'),
 * 5, { stat: { version: 3 } })` overrides fields of the honest reply. */
import { code } from '../../src/checker/replay/codes.ts';
import { type Features, featuresOf } from '../../src/checker/replay/features.ts';
import { type Asker, idsOfAuth } from '../../src/checker/replay/model/acl.ts';
import type { Context } from '../../src/checker/replay/model/context.ts';
import { isWrite, write } from '../../src/checker/replay/model/multi.ts';
import { isModelRead, read } from '../../src/checker/replay/model/reads.ts';
import { openAcl, Tree } from '../../src/checker/replay/model/tree.ts';
import { closeSession } from '../../src/checker/replay/model/writes.ts';
import type {
  CreateRequest,
  MultiPart,
  SetDataRequest,
  TraceAcl,
  TraceRecord,
  TraceRequest,
  TraceResult,
  TraceStat,
  VersionRequest,
  WatchEventName,
} from '../../src/checker/replay/trace.ts';

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

type CreateOptions = {
  readonly data?: string;
  readonly flags?: number;
  readonly acl?: readonly TraceAcl[];
};
export function create(path: string, options: CreateOptions = {}): CreateRequest {
  const { data = '', flags = 0, acl = openAcl } = options;
  return { f: 'create', path, data: base64(data), flags, acl };
}
export const create2 = (path: string, options: CreateOptions = {}): CreateRequest => ({
  ...create(path, options),
  f: 'create2',
});
export const ephemeral = (path: string): CreateRequest => create(path, { flags: 1 });
export const sequential = (path: string): CreateRequest => create(path, { flags: 2 });
export const remove = (path: string, version = -1): VersionRequest => ({
  f: 'delete',
  path,
  version,
});
export const check = (path: string, version = -1): VersionRequest => ({
  f: 'check',
  path,
  version,
});
export const set = (path: string, data: string, version = -1): SetDataRequest => ({
  f: 'setData',
  path,
  data: base64(data),
  version,
});
export const setAcl = (path: string, acl: readonly TraceAcl[], version = -1): TraceRequest => ({
  f: 'setACL',
  path,
  acl,
  version,
});
export const get = (path: string, watch = false): TraceRequest => ({ f: 'getData', path, watch });
export const exists = (path: string, watch = false): TraceRequest => ({ f: 'exists', path, watch });
export const children = (path: string, watch = false): TraceRequest => ({
  f: 'getChildren2',
  path,
  watch,
});
export const names = (path: string, watch = false): TraceRequest => ({
  f: 'getChildren',
  path,
  watch,
});
export const multi = (...parts: MultiPart[]): TraceRequest => ({ f: 'multi', parts });
export const close: TraceRequest = { f: 'closeSession' };
export const ping: TraceRequest = { f: 'ping' };

type Odd = Omit<TraceResult, 'stat'> & {
  readonly err?: number;
  readonly stat?: Partial<TraceStat>;
};

interface Client {
  session: bigint;
  node: string;
  who: Asker;
  xid: number;
}

/** Builds a trace against one honest state: `apply` moves it, `call` records a request and its reply. */
export class Trace {
  readonly records: TraceRecord[] = [];
  readonly features: Features;
  #time = 0;
  #tree: Tree;
  #zxid = 0;
  readonly #clients = new Map<number, Client>();

  constructor(features: Features = featuresOf('3.9.3')) {
    this.features = features;
    this.#tree = new Tree(features);
  }

  open(client: number, node: string, session: bigint = BigInt(client) * 0x100n): this {
    this.records.push({ kind: 'opened', time: this.#tick(), client, timeoutMs: 6000 });
    return this.connect(client, node, session, false);
  }

  connect(client: number, node: string, session: bigint, resumed = true): this {
    this.records.push({
      kind: 'connected',
      time: this.#tick(),
      client,
      node,
      session,
      timeoutMs: 6000,
      lastZxidSeen: 0,
      resumed,
      address: '10.0.0.9',
    });
    const who: Asker = { ids: [], origin: { address: '10.0.0.9' } };
    this.#clients.set(client, { session, node, who, xid: this.#clients.get(client)?.xid ?? 0 });
    return this;
  }

  disconnect(client: number): this {
    this.records.push({ kind: 'disconnected', time: this.#tick(), client });
    return this;
  }

  expired(client: number): this {
    this.records.push({ kind: 'expired', time: this.#tick(), client });
    return this;
  }

  /** Lets time pass. */
  wait(ms: number): this {
    this.#time += ms * 1e6;
    return this;
  }

  auth(client: number, credential: string): this {
    const own = this.#client(client);
    const ids = idsOfAuth('digest', credential, this.features.superDigest) ?? [];
    own.who = { ...own.who, ids: [...own.who.ids, ...ids] };
    const request: TraceRequest = { f: 'auth', scheme: 'digest', auth: credential };
    this.records.push({ kind: 'sent', time: this.#tick(), client, xid: -4, request });
    this.records.push({ kind: 'reply', time: this.#tick(), client, xid: -4, zxid: 0, err: 0 });
    return this;
  }

  /** Records a request without a reply; with a zxid, it takes effect there. */
  send(client: number, request: TraceRequest, zxid?: number): this {
    const own = this.#client(client);
    this.records.push({ kind: 'sent', time: this.#tick(), client, xid: ++own.xid, request });
    if (zxid !== undefined) this.#answer(own, request, zxid);
    return this;
  }

  /** Records a request and its honest reply, with the odd fields put over it. */
  call(client: number, request: TraceRequest, zxid: number, odd: Odd = {}): this {
    const own = this.#client(client);
    const xid = request.f === 'ping' ? -2 : ++own.xid;
    this.records.push({ kind: 'sent', time: this.#tick(), client, xid, request });
    const { err, result } = this.#answer(own, request, zxid);
    const { err: oddErr = err, stat, ...rest } = odd;
    const merged = { ...result, ...rest };
    const full = stat ? { ...merged, stat: { ...result.stat, ...stat } } : merged;
    const isOdd = oddErr !== code.ok;
    this.records.push({
      kind: 'reply',
      time: this.#tick(),
      client,
      xid,
      zxid,
      err: oddErr,
      ...(isOdd ? {} : { result: full as TraceResult }),
    });
    return this;
  }

  /** Ends a session at a zxid without a record. */
  end(session: bigint, zxid: number): this {
    closeSession(this.#context({ ids: [], origin: { address: '' } }, session, zxid), session);
    return this;
  }

  event(client: number, type: WatchEventName, path: string, zxid = -1): this {
    this.records.push({ kind: 'event', time: this.#tick(), client, type, path, zxid });
    return this;
  }

  #answer(own: Client, request: TraceRequest, zxid: number): { err: number; result: TraceResult } {
    const context = this.#context(own.who, own.session, zxid);
    if (isWrite(request)) return write(context, request);
    if (request.f === 'closeSession') closeSession(context, own.session);
    return isModelRead(request) ? read(context, request) : { err: code.ok, result: {} };
  }

  #context(who: Asker, session: bigint, zxid: number): Context {
    this.#zxid = Math.max(this.#zxid, zxid);
    return {
      tree: this.#tree,
      features: this.features,
      session,
      who,
      zxid,
      time: { ms: 1_000_000 + zxid },
      changes: [],
      undo: [],
      listOf: undefined,
      isFull: undefined,
      grants: false,
      unsure: false,
    };
  }

  #client(client: number): Client {
    const own = this.#clients.get(client);
    if (own === undefined) throw new TypeError(`client ${client} is not open`);
    return own;
  }

  #tick(): number {
    this.#time += 1e6;
    return this.#time;
  }
}

export const trace = (features?: Features): Trace => new Trace(features);
