/** What the fuzzing of each reader begins with. */
import { compress } from '../../src/history/compression.ts';
import { encodeEdnEvent } from '../../src/history/edn-history.ts';
import type { Event } from '../../src/history/event.ts';
import { encodeEvent } from '../../src/history/jsonl.ts';

const client = { process: 0, time: 5, node: 'n1', zxid: 0x100000001n, session: 0x1000a4c2b350000n };
/** A register that is written, cut off and read, beside a nemesis. */
export const EVENTS: readonly Event[] = [
  { index: 0, type: 'invoke', f: 'write', value: 1, key: 'k1', ...client },
  { index: 1, type: 'info', process: 'nemesis', f: 'start', value: { n1: ['n2'] }, time: 6 },
  { index: 2, type: 'ok', f: 'write', value: 1, key: 'k1', ...client, time: 7 },
  { index: 3, type: 'invoke', f: 'cas', value: [1, 2], key: 'k1', ...client, process: 1, time: 8 },
  {
    ...{ index: 4, type: 'info', f: 'cas', value: [1, 2], key: 'k1', process: 1, time: 9 },
    error: { name: 'timeout', message: 'no "answer"\n' },
  },
  { index: 5, type: 'invoke', f: 'read', value: null, key: 'k1', ...client, time: 10 },
  { index: 6, type: 'ok', f: 'read', value: 'é\u2028', key: 'k1', ...client, time: 11 },
];

const bytes = (text: string): Buffer => Buffer.from(text);
const lines = (encode: (event: Event) => string): string =>
  EVENTS.map(event => `${encode(event)}\n`).join('');

export const JSONL: readonly Uint8Array[] = [
  bytes(lines(encodeEvent)),
  bytes(lines(encodeEvent).replaceAll('","', '", "')),
  bytes('{"type":"ok","process":0,"f":"txn","value":[["append","x",1],["r","y",[1,2]]]}\n'),
];

const streams = (texts: readonly string[]): Buffer =>
  Buffer.concat(texts.map(text => compress('gzip', bytes(text))));

/** A stream for each event, and one for all. */
export const GZIP: readonly Uint8Array[] = [
  streams(EVENTS.map(event => `${encodeEvent(event)}\n`)),
  streams([lines(encodeEvent)]),
];

/** Raw blocks, one that repeats a byte, a checksum; a frame to be skipped; one that knows its size. */
export const ZSTD: readonly Uint8Array[] = [
  Buffer.from('28b52ffd04001000006162100000636427000065010203045a2a4d1802000000ffff', 'hex'),
  Buffer.from('28b52ffd2002110000686928b52ffda00300000019000061', 'hex'),
];

export const ROLES: readonly Uint8Array[] = [
  bytes('{"time":5,"roles":{"n1":"leader","n2":"follower"}}\n{"time":9,"roles":{"n1":"none"}}\n'),
];

export const SERVER_LOG: readonly Uint8Array[] = [
  bytes('2026-01-01 00:00:00,000 [myid:1] - ERROR [main:QuorumPeer@1] - Unexpected exception\n'),
  bytes('java.lang.NullPointerException\n\tat org.apache.zookeeper.server.DataTree.x(D.java:1)\n'),
];

export const SRVR: readonly Uint8Array[] = [
  bytes('Zookeeper version: 3.9.6-abc, built on 2026\nZxid: 0x10000001c\nMode: follower\n'),
];

export const KNOWN_HOSTS: readonly Uint8Array[] = [
  bytes('n1,10.0.0.* ssh-ed25519 AAAAC3NzaC1lZDI1NTE5\n@revoked [n?]:2222 ssh-rsa AAAA\n# note\n'),
  bytes('|1|c2FsdA==|aGFzaGhhc2hoYXNoaGFzaGhhc2g= ssh-ed25519 AAAA\n!n2,* ssh-rsa AAAA\n'),
];

export const EDN: readonly Uint8Array[] = [
  bytes(lines(encodeEdnEvent)),
  bytes(`[${lines(encodeEdnEvent)}]`),
  bytes(
    '#jepsen.history.Op{:process 0, :type :invoke, :f :read, :value #{1 2.5 3/4 \\c "s"}, :error nil}',
  ),
  bytes('{:type :ok, :process 0, :value [[:append :x 1] [:r :y [1 2]]]} ; note\n#_ {:gone 1}'),
];

export const JEPSEN_LOG: readonly Uint8Array[] = [
  bytes(
    'INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\nWARN other\nINFO  jepsen.util - 0\t:info\t:cas\t:timed-out\n' +
      '10:00 INFO [jepsen worker 1] jepsen.util: 1\t:invoke\t:read\tnil\n' +
      '10:00 INFO [jepsen worker 1] jepsen.util: 1\t:ok\t:read\t2\njepsen.util: :nemesis\t:info\t:start\t"cut"\n',
  ),
];

export const SCHEDULE: readonly Uint8Array[] = [
  bytes(
    'schema: 1\nsteps:\n  - { at: 2 s, strike: "kill:leader", value: { a: [1] } }\n' +
      '  - { after: 500 ms, when: "log n1 \\"LEADING\\"", until: "acknowledged 3" }\n  - { heal: kill }\n',
  ),
];

export const NODES_FILE: readonly Uint8Array[] = [
  bytes('n1.example\n# comment\n10.0.0.2 # two\nfe80::1\n'),
];
