/** Random tiny traces: two clients whose writes may be lost, and a third one that reads afterwards. */

import { openAcl } from '../../../src/checker/replay/model/tree.ts';
import type { ReplyRecord, TraceRecord, TraceResult } from '../../../src/checker/replay/trace.ts';
import { emptyTree, isTinyWrite, type TinyRequest, type TinyTree, tinyStep } from './tiny-model.ts';

interface Pending {
  readonly xid: number;
  readonly request: TinyRequest;
  answer?: { readonly zxid: number; readonly err: number; readonly result: TraceResult };
}

interface TinyClient {
  readonly client: number;
  readonly pending: Pending[];
  xid: number;
  lastZxid: number;
}

type Draw = (bound: number) => number;

const FIRST = 10;
const PATHS = ['/a', '/a/b'] as const;

const read = (f: 'getData' | 'exists', path: string): TinyRequest => ({ f, path, watch: false });

class TinyRun {
  readonly records: TraceRecord[] = [];
  readonly #draw: Draw;
  /** The tree after each transaction, from zxid FIRST on. */
  readonly #trees: TinyTree[] = [emptyTree];
  readonly #clients: readonly TinyClient[];

  constructor(draw: Draw) {
    this.#draw = draw;
    this.#clients = [1, 2, 3].map(client => this.#open(client));
  }

  /** Sends `operations` requests of clients 1 and 2; the last ones may stay without a reply. Client 3 reads. */
  play(operations: number): void {
    const [first, second, reader] = this.#clients;
    if (!first || !second || !reader) return;
    for (let sent = 0; sent < operations; ) {
      const client = this.#draw(2) === 0 ? first : second;
      const step = this.#draw(3);
      if (step === 0) sent += this.#send(client, this.#request());
      else if (step === 1) this.#process(client);
      else this.#answer(client);
    }
    for (const client of [first, second]) {
      if (this.#draw(2) === 0) this.#process(client);
      this.#add({ kind: 'disconnected', client: client.client });
    }
    for (const path of PATHS) {
      this.#send(reader, this.#draw(2) === 0 ? read('getData', path) : read('exists', path));
      this.#process(reader);
      this.#answer(reader);
    }
  }

  #open(client: number): TinyClient {
    const facts = { timeoutMs: 6000, lastZxidSeen: 0, resumed: false, session: BigInt(client) };
    this.#add({ kind: 'opened', client, timeoutMs: 6000 });
    this.#add({ kind: 'connected', client, node: `n${client}`, ...facts });
    return { client, pending: [], xid: 0, lastZxid: FIRST };
  }

  #request(): TinyRequest {
    const path = PATHS[this.#draw(PATHS.length)] ?? '/a';
    const version = this.#draw(2) === 0 ? -1 : this.#draw(2);
    const data = Buffer.from(String(this.#draw(3))).toString('base64');
    const requests: readonly TinyRequest[] = [
      { f: 'create2', path, data, acl: openAcl, flags: 0 },
      { f: 'create2', path, data: '', acl: openAcl, flags: 0 },
      { f: 'setData', path, data, version },
      { f: 'setData', path, data, version: -1 },
      { f: 'delete', path, version },
      read('getData', path),
    ];
    return requests[this.#draw(requests.length)] ?? read('exists', path);
  }

  #send(client: TinyClient, request: TinyRequest): number {
    if (client.pending.length === 2) return 0;
    const xid = ++client.xid;
    client.pending.push({ xid, request });
    this.#add({ kind: 'sent', client: client.client, xid, request });
    return 1;
  }

  /** A write takes the next zxid; a read sees a state that is not older than what its session saw. */
  #process(client: TinyClient): void {
    const pending = client.pending.find(({ answer }) => answer === undefined);
    if (pending === undefined) return;
    const last = FIRST + this.#trees.length - 1;
    const isWrite = isTinyWrite(pending.request);
    const zxid = isWrite ? last + 1 : client.lastZxid + this.#draw(last - client.lastZxid + 1);
    const tree = this.#trees[(isWrite ? last : zxid) - FIRST] ?? emptyTree;
    const after = tinyStep(tree, pending.request, zxid);
    if (isWrite) this.#trees.push(after.tree);
    client.lastZxid = zxid;
    pending.answer = { zxid, ...after.answer };
  }

  #answer(client: TinyClient): void {
    const [pending] = client.pending;
    if (pending?.answer === undefined) return;
    client.pending.shift();
    const { zxid, err, result } = pending.answer;
    const body = err === 0 ? { result } : {};
    this.#add({ kind: 'reply', client: client.client, xid: pending.xid, zxid, err, ...body });
  }

  #add(record: object): void {
    this.records.push({ time: (this.records.length + 1) * 1e6, ...record } as TraceRecord);
  }
}

/** Returns the honest trace of a few operations. */
export function tinyTrace(draw: Draw, operations: number): readonly TraceRecord[] {
  const run = new TinyRun(draw);
  run.play(operations);
  return run.records;
}

const FIELDS = ['czxid', 'mzxid', 'pzxid', 'version', 'cversion', 'numChildren'] as const;
const ERRORS = [0, -101, -103, -110, -111] as const;

/** Returns the trace with one reply altered: a field of its stat, its data, its error or its zxid. */
export function altered(records: readonly TraceRecord[], draw: Draw): readonly TraceRecord[] {
  const replies = records.filter(record => record.kind === 'reply');
  const reply = replies[draw(Math.max(1, replies.length))];
  return records.map(record => (record === reply ? alteredReply(reply, draw) : record));
}

function alteredReply(reply: ReplyRecord, draw: Draw): ReplyRecord {
  const by = draw(2) === 0 ? 1 : -1;
  const { result, ...rest } = reply;
  const kind = draw(4);
  if (kind === 0) return { ...reply, zxid: reply.zxid + by };
  if (kind === 1) return { ...rest, err: ERRORS[draw(ERRORS.length)] ?? 0 };
  if (result?.stat === undefined) return reply;
  if (kind === 2 && result.data !== undefined)
    return { ...reply, result: { ...result, data: 'OQ==' } };
  const field = FIELDS[draw(FIELDS.length)] ?? 'version';
  const stat = { ...result.stat, [field]: Math.max(0, result.stat[field] + by) };
  return { ...reply, result: { ...result, stat } };
}
