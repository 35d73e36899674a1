/** Measures the replay oracle: one million operations of an honest trace, CPU seconds and memory.
 * Run it with `npx tsx bench/replay.ts [operations]`. */
import { checkTrace } from '../src/checker/replay/replay.ts';
import type { TraceRecord, TraceStat } from '../src/checker/replay/trace.ts';

const CLIENTS = 20;
const PATHS = 500;
const OPEN = [{ perms: 31, id: { scheme: 'world', id: 'anyone' } }];

interface Node {
  readonly czxid: number;
  mzxid: number;
  version: number;
  data: string;
}

function statOf(node: Node): TraceStat {
  return {
    czxid: node.czxid,
    mzxid: node.mzxid,
    pzxid: node.czxid,
    ctime: node.czxid,
    mtime: node.mzxid,
    version: node.version,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: 0n,
    dataLength: 3,
    numChildren: 0,
  };
}

/** Half reads, half writes, of clients that take turns; every tenth read leaves a watch. */
function* honestTrace(operations: number): Iterable<TraceRecord> {
  let time = 0;
  let zxid = 2 ** 32;
  const nodes = new Map<string, Node>();
  for (let client = 0; client < CLIENTS; client++) {
    yield { kind: 'opened', time: time++, client, timeoutMs: 6000 };
    const session = BigInt(client + 1);
    const facts = { node: `n${client % 3}`, timeoutMs: 6000, lastZxidSeen: 0, resumed: false };
    yield { kind: 'connected', time: time++, client, session, ...facts };
  }
  for (let at = 0; at < operations; at++) {
    const client = at % CLIENTS;
    const path = `/k${(at * 7919) % PATHS}`;
    const node = nodes.get(path);
    const facts = { client, xid: at, operation: at };
    if (node === undefined) {
      nodes.set(path, { czxid: ++zxid, mzxid: zxid, version: 0, data: 'AAAA' });
      const request = { f: 'create', path, data: 'AAAA', acl: OPEN, flags: 0 } as const;
      yield { kind: 'sent', time: time++, ...facts, request };
      yield { kind: 'reply', time: time++, ...facts, zxid, err: 0, result: { path } };
    } else if (at % 2 === 0) {
      const data = Buffer.from(String(100 + (at % 900))).toString('base64');
      yield {
        kind: 'sent',
        time: time++,
        ...facts,
        request: { f: 'setData', path, data, version: -1 },
      };
      Object.assign(node, { mzxid: ++zxid, version: node.version + 1, data });
      const result = { stat: statOf(node) };
      yield { kind: 'reply', time: time++, ...facts, zxid, err: 0, result };
    } else {
      yield { kind: 'sent', time: time++, ...facts, request: { f: 'getData', path, watch: false } };
      const result = { data: node.data, stat: statOf(node) };
      yield { kind: 'reply', time: time++, ...facts, zxid, err: 0, result };
    }
  }
}

const operations = Number(process.argv[2] ?? 1_000_000);
const records = [...honestTrace(operations)];
const before = process.cpuUsage();
const verdict = checkTrace(records);
const { user, system } = process.cpuUsage(before);
console.log({
  operations,
  valid: verdict.valid,
  cpuSeconds: (user + system) / 1e6,
  peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
});
