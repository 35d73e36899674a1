/** Random honest traces: a leader decides writes, replicas apply them with a lag, and each client reads from
 * its own replica, which keeps its watches. */
import { code } from '../../src/checker/replay/codes.ts';
import { featuresOf } from '../../src/checker/replay/features.ts';
import type { Asker } from '../../src/checker/replay/model/acl.ts';
import type { Context } from '../../src/checker/replay/model/context.ts';
import {
  effectiveError,
  isWrite,
  type WriteRequest,
  write,
} from '../../src/checker/replay/model/multi.ts';
import { isModelRead, read } from '../../src/checker/replay/model/reads.ts';
import { Tree } from '../../src/checker/replay/model/tree.ts';
import { mode, WatchTable } from '../../src/checker/replay/model/watches.ts';
import type {
  MultiPart,
  TraceRecord,
  TraceRequest,
  TraceResult,
} from '../../src/checker/replay/trace.ts';
import * as ops from './trace-notation.ts';

type Draw = (bound: number) => number;

interface Client {
  readonly client: number;
  readonly session: bigint;
  readonly replica: Replica;
  readonly watched: Set<string>;
  xid: number;
  /** The largest zxid of its replies. */
  lastZxid: number;
}

interface Txn {
  readonly zxid: number;
  readonly request: WriteRequest;
  readonly session: bigint;
}

const FIRST = 10;
const features = featuresOf('3.9.3');
const who: Asker = { ids: [], origin: { address: '' } };

class Replica {
  readonly tree: Tree = new Tree(features);
  readonly watches: WatchTable<Client> = new WatchTable(features);
  /** The sessions' creations took the zxids before. */
  applied = FIRST;

  context(session: bigint, zxid: number): Context {
    const time = { ms: zxid };
    const { tree } = this;
    const lists = { changes: [], undo: [] };
    return {
      tree,
      features,
      session,
      who,
      zxid,
      time,
      ...lists,
      listOf: undefined,
      isFull: undefined,
      grants: false,
      unsure: false,
    };
  }
}

/** Returns an honest trace of `steps` operations. `losses`: one write in this many is never answered; its client
 * continues at another replica. Default: none. */
export function honestTrace(draw: Draw, steps: number, losses = 0): TraceRecord[] {
  return new Run(draw, losses).records(steps);
}

class Run {
  readonly #draw: Draw;
  readonly #log: Txn[] = [];
  readonly #records: TraceRecord[] = [];
  readonly #replicas: readonly Replica[] = [new Replica(), new Replica(), new Replica()];
  #time = 0;

  readonly #losses: number;

  constructor(draw: Draw, losses: number) {
    this.#draw = draw;
    this.#losses = losses;
  }

  records(steps: number): TraceRecord[] {
    const clients = this.#replicas.map((replica, at) => this.#open(at + 1, replica));
    for (let step = 0; step < steps; step++) {
      const at = this.#draw(clients.length);
      const client = clients[at];
      if (client === undefined) continue;
      const request = randomRequest(this.#draw);
      const isLost = isWrite(request) && this.#losses > 0 && this.#draw(this.#losses) === 0;
      if (isLost) clients[at] = this.#lose(client, request);
      else this.#step(client, request);
    }
    return this.#records;
  }

  #open(client: number, replica: Replica): Client {
    const session = BigInt(client);
    const facts = { timeoutMs: 6000, lastZxidSeen: 0, resumed: false, address: '10.0.0.1' };
    this.#add({ kind: 'opened', client, timeoutMs: 6000 });
    this.#add({ kind: 'connected', client, node: `n${client}`, session, ...facts });
    return { client, session, replica, watched: new Set(), xid: 0, lastZxid: 0 };
  }

  /** The request may have been processed; the client resumes its session at another replica. */
  #lose(client: Client, request: WriteRequest): Client {
    const own = { client: client.client, xid: ++client.xid };
    this.#add({ kind: 'sent', ...own, request });
    if (this.#draw(2) === 0) {
      this.#log.push({ zxid: FIRST + this.#log.length + 1, request, session: client.session });
    }
    this.#add({ kind: 'disconnected', client: client.client });
    client.replica.watches.forget(client);
    const replica = this.#replicas[this.#draw(3)] ?? client.replica;
    this.#catchUp(replica, client.lastZxid);
    const facts = {
      timeoutMs: 6000,
      lastZxidSeen: client.lastZxid,
      resumed: true,
      address: '10.0.0.1',
    };
    const { session } = client;
    this.#add({ kind: 'connected', client: client.client, node: 'n9', session, ...facts });
    return { ...client, replica, watched: new Set() };
  }

  #step(client: Client, request: TraceRequest): void {
    const xid = ++client.xid;
    const own = { client: client.client, xid };
    this.#add({ kind: 'sent', ...own, request });
    if (isWrite(request)) {
      const zxid = FIRST + this.#log.length + 1;
      this.#log.push({ zxid, request, session: client.session });
      const { err, result } = this.#catchUp(client.replica, zxid);
      client.lastZxid = zxid;
      this.#add({ kind: 'reply', ...own, zxid, err, ...(err === code.ok && { result }) });
      return;
    }
    const { replica } = client;
    this.#catchUp(
      replica,
      replica.applied + this.#draw(FIRST + this.#log.length - replica.applied + 1),
    );
    const { err, result } = this.#read(client, request);
    client.lastZxid = replica.applied;
    const facts = { zxid: replica.applied, err, ...(err === code.ok && { result }) };
    this.#add({ kind: 'reply', ...own, ...facts });
  }

  #catchUp(replica: Replica, zxid: number): { err: number; result: TraceResult } {
    let last: { err: number; result: TraceResult } = { err: 0, result: {} };
    while (replica.applied < zxid) {
      const txn = this.#log[replica.applied - FIRST];
      if (txn === undefined) break;
      const context = replica.context(txn.session, txn.zxid);
      last = write(context, txn.request);
      replica.applied = txn.zxid;
      if (effectiveError(last.err, last.result) !== code.ok) continue;
      for (const change of context.changes) {
        for (const { watcher, type, path } of replica.watches.trigger(change)) {
          this.#add({ kind: 'event', client: watcher.client, type, path, zxid: txn.zxid });
        }
      }
    }
    return last;
  }

  #read(client: Client, request: TraceRequest): { err: number; result: TraceResult } {
    const { watches } = client.replica;
    if (request.f === 'addWatch') {
      const bit = request.mode === 0 ? mode.persistent : mode.recursive;
      watches.addPersistent(request.path, client, bit);
    }
    if (!isModelRead(request)) return { err: code.ok, result: {} };
    const answer = read(client.replica.context(client.session, client.replica.applied), request);
    if ('watch' in request && request.watch) {
      const ofChildren = request.f.startsWith('getChildren');
      if (ofChildren && answer.err === code.ok) watches.addChild(request.path, client);
      if (!ofChildren && (answer.err === code.ok || request.f === 'exists')) {
        watches.addData(request.path, client);
      }
    }
    return answer;
  }

  #add(record: object): void {
    this.#time += 1e6;
    this.#records.push({ time: this.#time, ...record } as TraceRecord);
  }
}

const PATHS = ['/a', '/b', '/a/a', '/a/b', '/a/a/a'];

function randomPart(draw: Draw): MultiPart {
  const path = PATHS[draw(PATHS.length)] ?? '/a';
  const version = draw(3) === 0 ? draw(3) : -1;
  switch (draw(6)) {
    case 0:
      return ops.remove(path, version);
    case 1:
      return ops.set(path, String(draw(100)), version);
    case 2:
      return ops.check(path, version);
    case 3:
      return ops.create2(path, { flags: draw(4), data: 'x' });
    default:
      return ops.create(path, { flags: draw(3) === 0 ? draw(4) : 0, data: String(draw(10)) });
  }
}

function randomRequest(draw: Draw): TraceRequest {
  const path = PATHS[draw(PATHS.length)] ?? '/a';
  const watch = draw(3) === 0;
  switch (draw(12)) {
    case 0:
      return ops.get(path, watch);
    case 1:
      return ops.exists(path, watch);
    case 2:
      return ops.children(draw(2) === 0 ? '/' : path, watch);
    case 3:
      return ops.names(path, watch);
    case 4:
      return { f: 'getACL', path };
    case 5:
      return { f: 'addWatch', path, mode: draw(2) };
    case 6:
      return ops.multi(randomPart(draw), randomPart(draw));
    case 7:
      return { f: 'multiRead', parts: [{ f: 'getData', path, watch: false }] };
    case 8:
      return { f: 'getAllChildrenNumber', path };
    default: {
      const part = randomPart(draw);
      return part.f === 'check' ? ops.set(path, 'c') : part;
    }
  }
}
