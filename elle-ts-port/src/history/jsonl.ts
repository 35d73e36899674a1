/** Histories as lines of JSON: one event a line. */
import type { HistoryBuilder } from './builder.ts';
import { type Event, HistoryError } from './event.ts';
import { Scanner } from './scanner.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Feeds the lines of a text, which may come in pieces, to a builder. */
export class JsonLines {
  private readonly builder: HistoryBuilder;
  private readonly scanner: Scanner;
  private readonly decoder = new TextDecoder();
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

  private line(bytes: Uint8Array, start: number, lineEnd: number): void {
    const end = lineEnd > start && bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd;
    this.number++;
    if (end === start || this.scanner.add(bytes, start, end)) return;
    this.builder.add(eventOf(this.decoder.decode(bytes.subarray(start, end)), this.number));
  }
}

/** Always of the plain class: code that sees Buffers too is slower. */
function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return new Uint8Array(b.buffer, b.byteOffset, b.length);
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function eventOf(line: string, number: number): Event {
  try {
    const event: unknown = JSON.parse(line, exact);
    if (typeof event === 'object' && event !== null && 'type' in event) return event as Event;
  } catch (cause) {
    throw lineError(line, number, cause);
  }
  throw lineError(line, number);
}

/** JSON.parse rounds integers beyond 2^53: two elements would silently become one. */
function exact(_name: string, value: unknown): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)) {
    return value;
  }
  throw new HistoryError(
    `expected integers below 2^53, found ${value}; write larger ones as strings`,
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
