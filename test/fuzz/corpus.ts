/** What the fuzzing of each reader begins with. */
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
