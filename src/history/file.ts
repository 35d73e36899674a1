/** Reads a stored history in any format, compressed or not. Together with compression.ts, the only file of
 * this folder that touches the disk. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { utf8Of } from 'elle-ts-port/exact';
import { ColumnsBuilder, type Expected } from './columns-builder.ts';
import { type Compression, compressionOf, decompress } from './compression.ts';
import { decodeEdnHistory } from './edn-history.ts';
import { type History, type HistoryParts, historyOfColumns } from './history.ts';
import { HistoryError } from './history-error.ts';
import { decodeJepsenLog, isJepsenLog } from './jepsen-log.ts';
import { decodeEvent } from './jsonl.ts';
import { LineScanner } from './jsonl-scan.ts';
import type { TextPlace } from './values.ts';

/** The formats that are read, by the names of `--format`. */
export const FORMATS: readonly Format[] = ['jsonl', 'edn', 'jepsen-log'];
export type Format = 'jsonl' | 'edn' | 'jepsen-log';

interface ReadOptions {
  /** Default: detected from the content. */
  readonly format?: Format;
}

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/** The history of a file. A last event that was cut in the middle is left out, and `cut` is true.
 * @throws HistoryError `path: line 12: ...` when the content is no history; the system's error when
 * the file cannot be read. */
export async function readHistory(path: string, options: ReadOptions = {}): Promise<History> {
  const { columns, cut } = await readParts(path, options);
  return historyOfColumns(columns, cut);
}

/** The same as plain data, which can be sent to other threads. */
export async function readParts(path: string, options: ReadOptions = {}): Promise<HistoryParts> {
  const head = headOf(path);
  const reader = new FileReader(path, expectedOf(head));
  const how = compressionOf(head.bytes);
  if (how !== undefined) {
    await reader.readCompressed(how, options.format);
    return reader.finish();
  }
  const format = options.format ?? formatOfText(path, head.bytes.toString('utf8'));
  if (format === 'jsonl')
    await (head.isWhole ? reader.readLinesOf(head.bytes) : reader.readLines());
  else reader.readText(head.isWhole ? head.bytes : await readFile(path), format);
  return reader.finish();
}

const HEAD_BYTES = 1 << 16;

interface Head {
  readonly bytes: Buffer;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly isWhole: boolean;
}

const [LEAST_EVENTS, MARGIN] = [128, 1.2];

/** Returns what a file of lines holds if the rest of it is like its beginning; one that does not is read too. */
function expectedOf({ bytes, size, isWhole }: Head): Expected {
  const lines = bytes.reduce((count, byte) => count + Number(byte === NEWLINE), 0) + 1;
  const events = isWhole ? lines : Math.ceil((MARGIN * size * lines) / bytes.length);
  return { events: Math.max(LEAST_EVENTS, events), valueBytes: isWhole ? 0 : Math.ceil(size / 4) };
}

/** The beginning of a file, which of a small one is all; what is no file, as a pipe, is read once, so all.
 * Read at once: to wait for a small file takes longer than to read it. */
function headOf(path: string): Head {
  const file = openSync(path, 'r');
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return wholeOf(readFileSync(file));
    const bytes = Buffer.allocUnsafe(Math.min(stats.size, HEAD_BYTES));
    const length = readSync(file, bytes, 0, bytes.length, 0);
    const { size } = stats;
    return { bytes: bytes.subarray(0, length), size, isWhole: length === size };
  } finally {
    closeSync(file);
  }
}

function wholeOf(bytes: Buffer): Head {
  return { bytes, size: bytes.length, isWhole: true };
}

function formatOfText(path: string, text: string): Format {
  const start = text.trimStart();
  if (start === '' || /^\{\s*"/.test(start)) return 'jsonl';
  if (isJepsenLog(text)) return 'jepsen-log';
  if (/^[[({#;]/.test(start)) return 'edn';
  throw new HistoryError(
    `${path}: expected a history as JSON lines, EDN or a Jepsen log, ` +
      `found ${JSON.stringify(start.slice(0, 40))}; name the format if it is one`,
  );
}

/** @throws HistoryError where the bytes are no UTF-8. */
function utf8(bytes: Uint8Array): string {
  const text = utf8Of(bytes);
  if (text !== undefined) return text;
  throw new HistoryError('expected text in UTF-8, found other bytes; convert the file to UTF-8');
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** Some editors put a mark of the byte order before the first line. */
function afterMark(bytes: Buffer, start: number): number {
  const end = start + BYTE_ORDER_MARK.length;
  return bytes.subarray(start, end).equals(BYTE_ORDER_MARK) ? end : start;
}

class FileReader {
  readonly #path: string;
  readonly #builder: ColumnsBuilder;
  readonly #scanner = new LineScanner();
  #lines = 0;
  #cut = false;

  constructor(path: string, expected: Expected) {
    this.#path = path;
    this.#builder = new ColumnsBuilder(expected);
  }

  finish(): HistoryParts {
    return { columns: this.#builder.finish(), cut: this.#cut };
  }

  readText(bytes: Uint8Array, format: 'edn' | 'jepsen-log'): void {
    try {
      const text = utf8(bytes);
      const { events, cut } = format === 'edn' ? decodeEdnHistory(text) : decodeJepsenLog(text);
      for (const event of events) this.#builder.add(event);
      this.#cut = cut;
    } catch (cause) {
      throw this.#located(cause, '');
    }
  }

  /** Lines are read as they come, other formats as a whole. */
  async readCompressed(how: Compression, wanted: Format | undefined): Promise<void> {
    let format = wanted;
    let held: Buffer[] = [];
    const take = (piece: Buffer): void => {
      format ??= formatOfText(this.#path, piece.toString('utf8'));
      held.push(piece);
      if (format !== 'jsonl' || !piece.includes(NEWLINE)) return;
      const bytes = Buffer.concat(held);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      this.#addLines(bytes.subarray(0, end));
      held = [bytes.subarray(end)];
    };
    const isCut = await decompress({ path: this.#path, how }, take).catch(cause => {
      throw this.#located(cause, '');
    });
    const rest = Buffer.concat(held);
    if (format !== undefined && format !== 'jsonl') this.readText(rest, format);
    else if (rest.length > 0) this.#lastLine(rest);
    this.#cut ||= isCut;
  }

  readLinesOf(bytes: Buffer): void {
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    this.#addLines(bytes.subarray(0, end));
    if (end < bytes.length) this.#lastLine(bytes.subarray(end));
  }

  async readLines(): Promise<void> {
    const file = await open(this.#path);
    try {
      const rest = await this.#readChunks(file);
      if (rest.length > 0) this.#lastLine(rest);
    } finally {
      await file.close();
    }
  }

  /** What follows the last newline. */
  async #readChunks(file: FileHandle): Promise<Buffer> {
    let buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let held = 0;
    for (;;) {
      if (held === buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length);
      const { bytesRead } = await file.read(buffer, held, buffer.length - held, null);
      if (bytesRead === 0) return buffer.subarray(0, held);
      const end = buffer.subarray(0, held + bytesRead).lastIndexOf(NEWLINE);
      if (end >= 0) this.#addLines(buffer.subarray(0, end));
      buffer.copyWithin(0, end + 1, held + bytesRead);
      held += bytesRead - end - 1;
    }
  }

  #addLines(bytes: Buffer): void {
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline < 0 ? bytes.length : newline;
      this.#lines += 1;
      this.#addLine(bytes, this.#lines === 1 ? afterMark(bytes, start) : start, end);
      start = end + 1;
    }
  }

  #addLine(bytes: Buffer, start: number, end: number): void {
    try {
      const scanned = this.#scanner.scan(bytes, start, end);
      if (scanned === undefined) this.#decode(utf8(bytes.subarray(start, end)));
      else this.#builder.add(scanned, this.#scanner.valueText);
    } catch (cause) {
      throw this.#located(cause, `line ${this.#lines}: `);
    }
  }

  #decode(line: string): void {
    if (line.trim() === '') return;
    const event = decodeEvent(line, this.#lines - 1);
    this.#builder.add(event, textOf(event.value, line));
  }

  /** A line without its newline may be whole, or cut. */
  #lastLine(bytes: Buffer): void {
    try {
      JSON.parse(bytes.subarray(this.#lines === 0 ? afterMark(bytes, 0) : 0).toString('utf8'));
    } catch {
      this.#cut = true;
      return;
    }
    this.#addLines(bytes);
  }

  #located(cause: unknown, line: string): unknown {
    if (!(cause instanceof HistoryError) || cause.message.startsWith(this.#path)) return cause;
    return new HistoryError(`${this.#path}: ${line}${cause.message}`, { cause });
  }
}

/** Returns the JSON of a value, from which the same is read again; undefined where it would lose the sign of a zero. */
function textOf(value: unknown, line: string): TextPlace | undefined {
  if (line.includes('-0')) return undefined;
  const bytes = Buffer.from(JSON.stringify(value));
  return { bytes, start: 0, end: bytes.length };
}
