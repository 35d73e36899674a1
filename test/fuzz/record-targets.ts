/** Readers of what a run stores beside its history, of files that users write, and of what servers say. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { whyNot } from '../../src/cli/modules/kinds.ts';
import { roleIn, versionIn, zxidIn } from '../../src/ensemble/srvr.ts';
import { knownKeys, trustIn } from '../../src/ensemble/ssh/known-hosts.ts';
import { hostsIn } from '../../src/ensemble/ssh/options.ts';
import { historyOf } from '../../src/history/history.ts';
import { serverLogs } from '../../src/judge/servers/logs.ts';
import { statisticsOf } from '../../src/report/statistics.ts';
import { verifyManifest } from '../../src/store/manifest.ts';
import { readMatrix } from '../../src/store/matrix-record.ts';
import { readStatistics, readTest, readVerdict } from '../../src/store/results.ts';
import { readRoles } from '../../src/store/roles.ts';
import { readSchedule } from '../../src/store/schedule.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { TEST, VERDICT } from '../kit/sample-records.ts';
import { EVENTS, KNOWN_HOSTS, NODES_FILE, ROLES, SCHEDULE, SERVER_LOG, SRVR } from './corpus.ts';
import { type FuzzTarget, json, refusals, stored } from './target.ts';

const MANIFEST = {
  ...{ schema: 1, run: 'fake-fake-fake', valid: true, seed: 1, plan: TEST.plan },
  ...{ versions: { node: 'v20' }, ensemble: {} },
  files: [{ path: 'nodes/n1/server.log', bytes: 3, sha256: 'a'.repeat(64) }],
};
const MATRIX = {
  schema: 1,
  shard: { index: 1, of: 1 },
  cells: [
    {
      ...{ workload: 'register', nemesis: ['kill'], server: '3.9.6', seed: 1 },
      ...{ outcome: 'valid', folder: 'a/b' },
    },
  ],
};
const PROFILE = { name: 'mine', doc: 'a server', image: 'mine:1', command: ['serve'] };

function profile(bytes: Buffer): unknown {
  return whyNot('profile', JSON.parse(bytes.toString()));
}

export const RECORD_TARGETS: readonly FuzzTarget[] = [
  {
    name: 'manifest',
    seeds: [json(MANIFEST), json({ ...MANIFEST, files: [] })],
    read: (bytes, folder) => {
      stored(folder, 'manifest.json', bytes);
      return verifyManifest(folder);
    },
    isRefusal: refusals(StoreError),
  },
  {
    name: 'test.json',
    seeds: [json(TEST)],
    read: (bytes, folder) => {
      stored(folder, 'test.json', bytes);
      return readTest(folder);
    },
    isRefusal: refusals(StoreError),
  },
  {
    name: 'verdict.json',
    seeds: [
      json({ ...VERDICT, checks: [{ name: 'a', verdict: { valid: true, counts: { a: 1 } } }] }),
    ],
    read: (bytes, folder) => {
      stored(folder, 'verdict.json', bytes);
      return readVerdict(folder);
    },
    isRefusal: refusals(StoreError),
  },
  {
    name: 'roles',
    seeds: ROLES,
    read: (bytes, folder) => {
      stored(folder, 'roles.jsonl', bytes);
      return readRoles(folder);
    },
    isRefusal: refusals(StoreError),
  },
  {
    name: 'statistics.json',
    seeds: [json(statisticsOf(historyOf(EVENTS)))],
    read: (bytes, folder) => {
      stored(folder, 'statistics.json', bytes);
      return readStatistics(folder);
    },
    isRefusal: refusals(StoreError),
  },
  {
    name: 'matrix.json',
    seeds: [json(MATRIX)],
    read: (bytes, folder) => readMatrix(stored(folder, 'matrix.json', bytes)),
    isRefusal: refusals(StoreError),
  },
  {
    name: 'server-log',
    seeds: SERVER_LOG,
    read: (bytes, folder) => {
      mkdirSync(join(folder, 'nodes/n1'), { recursive: true });
      stored(folder, 'nodes/n1/server.log', bytes);
      return serverLogs(folder);
    },
    isRefusal: () => false,
  },
  {
    name: 'srvr',
    seeds: SRVR,
    read: bytes => [roleIn, zxidIn, versionIn].map(look => look(bytes.toString())),
    isRefusal: () => false,
  },
  {
    name: 'known-hosts',
    seeds: KNOWN_HOSTS,
    read: bytes => trustIn(knownKeys(bytes.toString(), 'n2', 2222), Buffer.from('key')),
    isRefusal: () => false,
  },
  {
    name: 'schedule',
    seeds: SCHEDULE,
    read: (bytes, folder) => readSchedule(stored(folder, 'schedule.yaml', bytes)),
    isRefusal: refusals(StoreError),
  },
  { name: 'profile', seeds: [json(PROFILE)], read: profile, isRefusal: refusals(SyntaxError) },
  {
    name: 'nodes-file',
    seeds: NODES_FILE,
    read: bytes => hostsIn(bytes.toString(), 'hosts'),
    isRefusal: error => error instanceof RangeError && error.message.startsWith('hosts'),
  },
];
