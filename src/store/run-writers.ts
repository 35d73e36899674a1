/** The files that are written while a run lasts: history.jsonl and zoobreak.log. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { pino } from 'pino';
import type { Clock, Timer } from '../clock.ts';
import type { Event } from '../history/event.ts';
import { encodeEvent } from '../history/jsonl.ts';
import type { Log } from '../log.ts';

const FLUSH_MS = 100;
/** Characters kept before they are written out of turn. */
const BUFFERED_CHARACTERS = 1 << 16;

/** Appends events to history.jsonl in the order in which it receives them, in whole lines. A kill -9 loses
 * nothing that is older than a tenth of a second. */
export class HistoryWriter {
  readonly #file: number;
  readonly #clock: Clock;
  #buffered = '';
  #timer: Timer | undefined;
  /** Why what was to be written in between could not be. */
  #failure: Error | undefined;

  /** @throws where `path` exists: a history is written once. */
  constructor(path: string, clock: Clock) {
    this.#file = openSync(path, 'ax');
    this.#clock = clock;
  }

  /** @throws the system's error where this event, or an earlier one, cannot be written. */
  append(event: Event): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#buffered += `${encodeEvent(event)}\n`;
    if (this.#buffered.length >= BUFFERED_CHARACTERS) this.#flush();
    else this.#timer ??= this.#clock.after(FLUSH_MS, () => this.#flushInBetween());
  }

  /** Writes what is left. The writer must not be used afterwards. */
  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const bytes = Buffer.from(this.#buffered);
    this.#buffered = '';
    for (let from = 0; from < bytes.length; ) from += writeSync(this.#file, bytes, from);
  }

  /** Nobody would catch what a timer throws. */
  #flushInBetween(): void {
    try {
      this.#flush();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** What zoobreak reports about its own work. */
export interface RunLog extends Log {
  /** Writes what is buffered. */
  close(): void;
}

/** Opens zoobreak.log at `path`: one JSON object a line. Everything is also passed on to `also`. */
export function runLog(path: string, also: Log): RunLog {
  const file = pino.destination({ dest: path, sync: true });
  const lines = pino({ level: 'debug', base: null }, file);
  const both =
    (level: keyof Log): Log[typeof level] =>
    (message, fields = {}) => {
      lines[level](fields, message);
      also[level](message, fields);
    };
  return {
    info: both('info'),
    warn: both('warn'),
    debug: both('debug'),
    close: () => file.end(),
  };
}
