/** trace.bin of a run's folder: every byte that the run's clients sent to servers and received from them.
 *
 *   8 bytes   `zbtrace1`
 *   then records, little-endian, one after the other:
 *     uint8    kind: an index of TRACE_KINDS
 *     uint32   the connection, numbered from 0 in the order of dialling; 0 in an `origin`
 *     float64  nanoseconds of the run's clock
 *     uint32   length of the content
 *     bytes    `opened`: JSON of a TraceOpening; `sent`, `received`: bytes of the protocol, in pieces as they
 *              came; `closed`: why, as text; `origin`: nothing, its time is the history's time 0
 *
 * A cut file ends within a record, which readers leave out. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { HistoryError } from '../history/history-error.ts';
import { AppendFile } from './append-file.ts';

export const TRACE_KINDS = ['origin', 'opened', 'sent', 'received', 'closed'] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

/** Why a connection is `closed` that the server ended in order. */
export const HUNG_UP = 'the server closed it';
/** Why a connection is `closed` that the client gave up. */
export const GAVE_UP = 'the client closed it';

/** Who dialled which server. */
export interface TraceOpening {
  /** A client session object of the controller, numbered from 0. */
  readonly session: number;
  /** The process whose client it is; `setup` before the load. */
  readonly process: number | 'setup';
  readonly node: string;
  /** Requested session timeout, in milliseconds. */
  readonly timeoutMs: number;
}

/** One record of the file. `content` is a view of the file's bytes. */
export interface TracePiece {
  readonly kind: TraceKind;
  readonly connection: number;
  readonly timeNs: number;
  readonly content: Buffer;
}

const MAGIC = Buffer.from('zbtrace1');
const HEAD_BYTES = 17;
const BUFFER_BYTES = 1 << 18;

/** Appends pieces in the order in which they happen. */
export class TraceWriter {
  readonly #file: AppendFile;
  readonly #buffer: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;

  /** @throws where `path` exists: a trace is written once. */
  constructor(path: string, clock: Clock) {
    this.#file = new AppendFile(path, clock, () => this.#drain());
    this.#file.flush(MAGIC);
  }

  /** @throws the system's error where this piece, or an earlier one, cannot be written. */
  append(
    kind: TraceKind,
    connection: number,
    timeNs: number,
    content: Uint8Array = MAGIC.subarray(0, 0),
  ): void {
    this.#file.touch();
    if (this.#used + HEAD_BYTES + content.length > BUFFER_BYTES) this.#file.flush();
    this.#head(TRACE_KINDS.indexOf(kind), connection, timeNs, content.length);
    if (HEAD_BYTES + content.length > BUFFER_BYTES) this.#file.flush(content);
    else this.#keep(content);
  }

  /** Writes what is left. The writer must not be used afterwards.
   * @throws the system's error where the trace on disk is not whole. */
  close(): void {
    this.#file.close();
  }

  #head(kind: number, connection: number, timeNs: number, length: number): void {
    const at = this.#used;
    this.#buffer.writeUInt8(kind, at);
    this.#buffer.writeUInt32LE(connection, at + 1);
    this.#buffer.writeDoubleLE(timeNs, at + 5);
    this.#buffer.writeUInt32LE(length, at + 13);
    this.#used += HEAD_BYTES;
  }

  #keep(content: Uint8Array): void {
    this.#buffer.set(content, this.#used);
    this.#used += content.length;
  }

  #drain(): Uint8Array {
    const used = this.#used;
    this.#used = 0;
    return this.#buffer.subarray(0, used);
  }
}

/** Reads the pieces of a trace, times counted from its origin; a piece that is cut off ends it.
 * @throws HistoryError naming the file where it is no trace, or where a piece is none. */
export function* readTrace(path: string): Generator<TracePiece> {
  const file = openSync(path, 'r');
  try {
    const magic = Buffer.alloc(MAGIC.length);
    readSync(file, magic, 0, magic.length, 0);
    if (!magic.equals(MAGIC))
      throw new HistoryError(`expected a trace, which begins with ${MAGIC}, found other bytes`);
    const originNs = originOf(file);
    for (const piece of piecesOf(file, originNs)) yield piece;
  } catch (cause) {
    if (!(cause instanceof HistoryError)) throw cause;
    throw new HistoryError(`${path}: ${cause.message}`, { cause });
  } finally {
    closeSync(file);
  }
}

/** The time of the `origin`; that of the first piece where the run ended in its setup. */
function originOf(file: number): number {
  let first: number | undefined;
  for (const { kind, timeNs } of piecesOf(file, 0)) {
    if (kind === 'origin') return timeNs;
    first ??= timeNs;
  }
  return first ?? 0;
}

/** A long trace does not fit into memory beside what is made of it. */
const CHUNK_BYTES = 1 << 20;

function* piecesOf(file: number, originNs: number): Generator<TracePiece> {
  let position = MAGIC.length;
  for (let rest = Buffer.alloc(0); ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const read = readSync(file, chunk, 0, CHUNK_BYTES, position);
    if (read === 0) return;
    position += read;
    const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
    let at = 0;
    for (;;) {
      const piece = pieceAt(bytes, at, originNs);
      if (piece === undefined) break;
      yield piece;
      at += HEAD_BYTES + piece.content.length;
    }
    rest = bytes.subarray(at);
    refuseNone(rest, position - rest.length);
  }
}

/** Longer ones are none: a socket gives far less at a time. */
const MOST_CONTENT_BYTES = 1 << 28;

/** @throws HistoryError where the bytes at `position` of the file do not begin a piece. */
function refuseNone(bytes: Buffer, position: number): void {
  if (bytes.length < HEAD_BYTES) return;
  const kind = bytes.readUInt8(0);
  const length = bytes.readUInt32LE(13);
  if (kind < TRACE_KINDS.length && length <= MOST_CONTENT_BYTES) return;
  throw new HistoryError(
    `byte ${position}: expected a piece of kind 0 to ${TRACE_KINDS.length - 1} and at most ` +
      `${MOST_CONTENT_BYTES} bytes, found kind ${kind} and ${length} bytes`,
  );
}

/** Undefined where the piece is not whole, or is none. */
function pieceAt(bytes: Buffer, at: number, originNs: number): TracePiece | undefined {
  if (at + HEAD_BYTES > bytes.length) return undefined;
  const end = at + HEAD_BYTES + bytes.readUInt32LE(at + 13);
  const kind = TRACE_KINDS[bytes.readUInt8(at)];
  if (kind === undefined || end > bytes.length) return undefined;
  const connection = bytes.readUInt32LE(at + 1);
  const timeNs = bytes.readDoubleLE(at + 5) - originNs;
  return { kind, connection, timeNs, content: bytes.subarray(at + HEAD_BYTES, end) };
}
