/** The readers that are fuzzed: what each does with bytes that it did not write. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistoryBuilder } from '../../elle-ts-port/src/history/builder.ts';
import { ednEvents } from '../../elle-ts-port/src/history/edn.ts';
import { HistoryError as ElleError } from '../../elle-ts-port/src/history/event.ts';
import { utf8Of } from '../../elle-ts-port/src/history/exact.ts';
import { JsonLines } from '../../elle-ts-port/src/history/jsonl.ts';
import { whyNot } from '../../src/cli/modules/kinds.ts';
import { hostsIn } from '../../src/ensemble/ssh/options.ts';
import { type Format, readHistory } from '../../src/history/file.ts';
import { HistoryError } from '../../src/history/history-error.ts';
import { recordsOf } from '../../src/judge/trace/records.ts';
import { verifyManifest } from '../../src/store/manifest.ts';
import { readTest } from '../../src/store/results.ts';
import { readSchedule } from '../../src/store/schedule.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { readTrace } from '../../src/store/trace-file.ts';
import { connectResponse } from '../../src/zookeeper/connect-records.ts';
import { FrameSplitter } from '../../src/zookeeper/frames.ts';
import { replyHeader } from '../../src/zookeeper/header-records.ts';
import { JuteReader } from '../../src/zookeeper/jute-reader.ts';
import { ProtocolError } from '../../src/zookeeper/protocol-error.ts';
import { TEST } from '../kit/sample-records.ts';
import { EDN, JEPSEN_LOG, JSONL, NODES_FILE, SCHEDULE } from './corpus.ts';
import { FRAMES, TRACE } from './trace-corpus.ts';

export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  /** Reads the bytes, or refuses them. `folder` is empty, and of nobody else. */
  readonly read: (bytes: Buffer, folder: string) => Promise<unknown> | unknown;
  /** Whether an error says that the input is wrong. Any other is a crash. */
  readonly isRefusal: (error: unknown) => boolean;
}

const refusals =
  (...classes: readonly (new (...args: never[]) => Error)[]) =>
  (error: unknown): boolean =>
    classes.some(each => error instanceof each);

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value, null, 1));
const MANIFEST = {
  ...{ schema: 1, run: 'fake-fake-fake', valid: true, seed: 1, plan: TEST.plan },
  ...{ versions: { node: 'v20' }, ensemble: {} },
  files: [{ path: 'nodes/n1/server.log', bytes: 3, sha256: 'a'.repeat(64) }],
};
const PROFILE = { name: 'mine', doc: 'a server', image: 'mine:1', command: ['serve'] };

/** A history in one format, every operation and fault of it looked at. */
function history(format: Format, seeds: readonly Uint8Array[]): FuzzTarget {
  return {
    name: format,
    seeds,
    read: async (bytes, folder) => {
      const path = stored(folder, 'history', bytes);
      const found = await readHistory(path, { format });
      return [found.operations(), found.faults(), found.keys().map(key => found.ofKey(key))];
    },
    isRefusal: refusals(HistoryError),
  };
}

function stored(folder: string, name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function elleLines(bytes: Buffer): unknown {
  const builder = new HistoryBuilder('list-append');
  const lines = new JsonLines(builder);
  lines.add(Uint8Array.from(bytes));
  lines.finish();
  return builder.finish();
}

function elleEdn(bytes: Buffer): unknown {
  const builder = new HistoryBuilder('list-append');
  for (const event of ednEvents(utf8Of(bytes) ?? '')) builder.add(event);
  return builder.finish();
}

/** What a client reads of a server: a welcome, then the heads of replies. */
function frames(bytes: Buffer): unknown {
  const found: unknown[] = [];
  const splitter = new FrameSplitter(frame => {
    const codec = found.length === 0 ? connectResponse : replyHeader;
    found.push(codec.read(new JuteReader(frame, 'a reply')));
  });
  const half = bytes.length >> 1;
  splitter.push(bytes.subarray(0, half));
  splitter.push(bytes.subarray(half));
  return found;
}

function profile(bytes: Buffer): unknown {
  return whyNot('profile', JSON.parse(bytes.toString()));
}

export const TARGETS: readonly FuzzTarget[] = [
  history('jsonl', JSONL),
  history('edn', EDN),
  history('jepsen-log', JEPSEN_LOG),
  { name: 'elle-jsonl', seeds: JSONL, read: elleLines, isRefusal: refusals(ElleError) },
  { name: 'elle-edn', seeds: EDN, read: elleEdn, isRefusal: refusals(ElleError) },
  {
    name: 'trace',
    seeds: TRACE,
    read: (bytes, folder) => [...recordsOf(readTrace(stored(folder, 'trace.bin', bytes)), () => 0)],
    isRefusal: refusals(HistoryError, ProtocolError),
  },
  { name: 'frames', seeds: FRAMES, read: frames, isRefusal: refusals(ProtocolError) },
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

/** Gives `use` an empty folder for the files of one target. */
export async function inScratch(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'zoobreak-fuzz-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
