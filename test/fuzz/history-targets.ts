import { HistoryBuilder } from '../../elle-ts-port/src/history/builder.ts';
import { ednEvents } from '../../elle-ts-port/src/history/edn.ts';
import { HistoryError as ElleError } from '../../elle-ts-port/src/history/event.ts';
import { utf8Of } from '../../elle-ts-port/src/history/exact.ts';
import { JsonLines } from '../../elle-ts-port/src/history/jsonl.ts';
import { type Format, readHistory } from '../../src/history/file.ts';
import { HistoryError } from '../../src/history/history-error.ts';
import { FrameReader } from '../../src/history/zstd-frames.ts';
import { recordsOf } from '../../src/judge/trace/records.ts';
import { LiveHistory } from '../../src/site/live-history.ts';
import { readTrace } from '../../src/store/trace-file.ts';
import { connectResponse } from '../../src/zookeeper/connect-records.ts';
import { FrameSplitter } from '../../src/zookeeper/frames.ts';
import { replyHeader } from '../../src/zookeeper/header-records.ts';
import { JuteReader } from '../../src/zookeeper/jute-reader.ts';
import { ProtocolError } from '../../src/zookeeper/protocol-error.ts';
import { EDN, GZIP, JEPSEN_LOG, JSONL, ZSTD } from './corpus.ts';
import { readsAsTheDecoder } from './reference.ts';
import { type FuzzTarget, refusals, stored } from './target.ts';
import { FRAMES, TRACE } from './trace-corpus.ts';

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

/** Every frame, in chunks that end anywhere. */
async function zstdFrames(bytes: Buffer): Promise<unknown> {
  const reader = new FrameReader(chunksOf(bytes));
  const found: Buffer[] = [];
  while (await reader.hasMore()) for await (const part of reader.frame()) found.push(part);
  return [found, reader.isCut];
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 13) yield bytes.subarray(at, at + 13);
}

/** Readers of histories, traces and bytes. */
export const HISTORY_TARGETS: readonly FuzzTarget[] = [
  history('jsonl', JSONL),
  {
    name: 'jsonl-as-decoded',
    seeds: JSONL,
    read: (bytes, folder) => readsAsTheDecoder(bytes, stored(folder, 'history', bytes)),
    isRefusal: () => false,
  },
  {
    name: 'compressed',
    seeds: GZIP,
    read: async (bytes, folder) => {
      const { length, cut } = await readHistory(stored(folder, 'history.gz', bytes));
      return [length, cut];
    },
    isRefusal: refusals(HistoryError),
  },
  { name: 'zstd-frames', seeds: ZSTD, read: zstdFrames, isRefusal: refusals(HistoryError) },
  {
    name: 'live-history',
    seeds: [...JSONL, ...GZIP],
    read: (bytes, folder) => {
      stored(folder, 'history.jsonl', bytes);
      return new LiveHistory(folder).line();
    },
    isRefusal: refusals(HistoryError),
  },
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
];
