/** Histories as lines of JSON: one event a line. */
import type { HistoryBuilder } from './builder.ts';
import { type Event, HistoryError } from './event.ts';
import { hasRepeatedName, inexactNumberIn, isDeeper, utf8Of } from './exact.ts';
import { Scanner } from './scanner.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** Deeper nesting is no history, and would exhaust the stack. */
const MAX_DEPTH = 500;

/** Feeds the lines of a text, which may come in pieces, to a builder. */
export class JsonLines {
  private readonly builder: HistoryBuilder;
  private readonly scanner: Scanner;
  private rest: Uint8Array = new Uint8Array();
  private number = 0;

  constructor(builder: HistoryBuilder) {
    this.builder = builder;
    this.scanner = new Scanner(builder);
  }

  /** @throws HistoryError with the line's number when a line is not an event. */
  add(piece: Uint8Array): void {
    const bytes = joined(this.rest, piece);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.line(bytes, start, end);
      start = end + 1;
    }
    this.rest = bytes.slice(start);
  }

  /** The last line may lack its end. */
  finish(): void {
    this.line(this.rest, 0, this.rest.length);
  }

  private line(bytes: Uint8Array, lineStart: number, lineEnd: number): void {
    this.number++;
    const start = this.number === 1 ? afterMark(bytes, lineStart) : lineStart;
    const end = lineEnd > start && bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd;
    if (end === start || this.scanner.add(bytes, start, end)) return;
    this.builder.add(eventOf(bytes.subarray(start, end), this.number));
  }
}

/** A mark of the byte order before the first line is passed over. */
function afterMark(bytes: Uint8Array, start: number): number {
  const isMark = BYTE_ORDER_MARK.every((byte, at) => bytes[start + at] === byte);
  return isMark ? start + BYTE_ORDER_MARK.length : start;
}

/** Always of the plain class: code that sees Buffers too is slower. */
function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return new Uint8Array(b.buffer, b.byteOffset, b.length);
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function eventOf(bytes: Uint8Array, number: number): Event {
  const line = utf8Of(bytes);
  if (line === undefined)
    throw new HistoryError(`line ${number}: expected UTF-8, found other bytes`);
  refuseInexact(line, number);
  try {
    const event: unknown = JSON.parse(line);
    if (isDeeper(event, MAX_DEPTH)) throw new HistoryError(`expected at most ${MAX_DEPTH} levels`);
    if (hasRepeatedName(line, event))
      throw new HistoryError('expected each name of an object once, found one twice');
    if (typeof event === 'object' && event !== null && 'type' in event) return event as Event;
  } catch (cause) {
    throw lineError(line, number, cause);
  }
  throw lineError(line, number);
}

/** JSON.parse rounds numbers: two elements would silently become one. */
function refuseInexact(line: string, number: number): void {
  const found = inexactNumberIn(line);
  if (found === undefined) return;
  throw new HistoryError(
    `line ${number}: expected integers below 2^53 and numbers that a double holds, found ${found}; ` +
      'write others as strings',
  );
}

function lineError(line: string, number: number, cause?: unknown): HistoryError {
  if (cause instanceof HistoryError) {
    return new HistoryError(`line ${number}: ${cause.message}`, { cause });
  }
  const shown = line.length > 60 ? `${line.slice(0, 60)}...` : line;
  return new HistoryError(
    `line ${number}: expected a JSON object with type, process and value, found ${shown}`,
    { cause },
  );
}
