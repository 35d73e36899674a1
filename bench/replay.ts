/** Measures the replay oracle from a trace.bin of one million operations: CPU seconds and memory, decoding
 * included. Run it with `npm run build && node dist/bench/replay.js [operations]`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTrace } from '../src/checker/replay/replay.ts';
import { systemClock } from '../src/clock.ts';
import { recordsOf } from '../src/judge/trace/records.ts';
import { readTrace, TraceWriter } from '../src/store/trace-file.ts';
import type { Codec } from '../src/zookeeper/codec.ts';
import { connectRequest, connectResponse } from '../src/zookeeper/connect-records.ts';
import type { Stat } from '../src/zookeeper/data-records.ts';
import { replyHeader, requestHeader } from '../src/zookeeper/header-records.ts';
import { JuteWriter } from '../src/zookeeper/jute-writer.ts';
import { opcodes } from '../src/zookeeper/opcodes.ts';
import {
  createRequest,
  pathOnly,
  readRequest,
  setDataRequest,
} from '../src/zookeeper/request-records.ts';
import { getDataResponse, statResponse } from '../src/zookeeper/response-records.ts';

const CLIENTS = 20;
const PATHS = 500;
const OPEN = [{ perms: 31, id: { scheme: 'world', id: 'anyone' } }];
const NO_BYTES = new Uint8Array(16);

interface Node {
  readonly stat: Stat;
  readonly data: Uint8Array;
}

const jute = new JuteWriter();

function frameOf<A, B>(header: readonly [Codec<A>, A], body: readonly [Codec<B>, B]): Uint8Array {
  header[0].write(jute, header[1]);
  body[0].write(jute, body[1]);
  return jute.takeFrame();
}

/** Half reads, half writes, of clients that take turns. */
class HonestTrace {
  readonly #writer: TraceWriter;
  readonly #nodes = new Map<string, Node>();
  #time = 0;
  #zxid = 2n ** 32n;

  constructor(writer: TraceWriter) {
    this.#writer = writer;
    for (let client = 0; client < CLIENTS; client++) this.#open(client);
  }

  step(at: number): void {
    const path = `/k${(at * 7919) % PATHS}`;
    const node = this.#nodes.get(path);
    if (node === undefined) this.#create(at, path);
    else if (at % 2 === 0) this.#set(at, path, node);
    else this.#get(at, path, node);
  }

  #open(client: number): void {
    const opening = { session: client, process: client, node: `n${client % 3}`, timeoutMs: 6000 };
    this.#writer.append('opened', client, this.#time++, Buffer.from(JSON.stringify(opening)));
    const common = { protocolVersion: 0, timeOut: 6000, passwd: NO_BYTES, readOnly: false };
    connectRequest.write(jute, { ...common, lastZxidSeen: 0n, sessionId: 0n });
    this.#writer.append('sent', client, this.#time++, jute.takeFrame());
    connectResponse.write(jute, { ...common, sessionId: BigInt(client + 1) });
    this.#writer.append('received', client, this.#time++, jute.takeFrame());
  }

  #create(at: number, path: string): void {
    const zxid = ++this.#zxid;
    const [ctime, data] = [Number(zxid), Buffer.from('100')];
    const stat = { czxid: zxid, mzxid: zxid, pzxid: zxid, ctime, mtime: ctime, dataLength: 3 };
    const rest = { version: 0, cversion: 0, aversion: 0, ephemeralOwner: 0n, numChildren: 0 };
    this.#nodes.set(path, { stat: { ...stat, ...rest }, data });
    this.#sent(at, opcodes.create, [createRequest, { path, data, acl: OPEN, flags: 0 }]);
    this.#received(at, [pathOnly, { path }]);
  }

  #set(at: number, path: string, { stat }: Node): void {
    const mzxid = ++this.#zxid;
    const data = Buffer.from(String(100 + (at % 900)));
    const changed = { ...stat, mzxid, mtime: Number(mzxid), version: stat.version + 1 };
    this.#nodes.set(path, { stat: changed, data });
    this.#sent(at, opcodes.setData, [setDataRequest, { path, data, version: -1 }]);
    this.#received(at, [statResponse, { stat: changed }]);
  }

  #get(at: number, path: string, node: Node): void {
    this.#sent(at, opcodes.getData, [readRequest, { path, watch: false }]);
    this.#received(at, [getDataResponse, node]);
  }

  #sent<T>(at: number, type: number, body: readonly [Codec<T>, T]): void {
    const frame = frameOf([requestHeader, { xid: at, type }], body);
    this.#writer.append('sent', at % CLIENTS, this.#time++, frame);
  }

  #received<T>(at: number, body: readonly [Codec<T>, T]): void {
    const frame = frameOf([replyHeader, { xid: at, zxid: this.#zxid, err: 0 }], body);
    this.#writer.append('received', at % CLIENTS, this.#time++, frame);
  }
}

function writeTrace(path: string, operations: number): void {
  const writer = new TraceWriter(path, systemClock());
  writer.append('origin', 0, 0);
  const trace = new HonestTrace(writer);
  for (let at = 0; at < operations; at++) trace.step(at);
  writer.close();
}

const operations = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'zoobreak-bench-'));
const path = join(folder, 'trace.bin');
writeTrace(path, operations);
const before = process.cpuUsage();
const verdict = checkTrace(recordsOf(readTrace(path), () => 0));
const { user, system } = process.cpuUsage(before);
console.log({
  operations,
  valid: verdict.valid,
  cpuSeconds: (user + system) / 1e6,
  peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
});
rmSync(folder, { recursive: true });
