/** The files that are written while a run lasts: history.jsonl and zoobreak.log. */
import { join } from 'node:path';
import { pino } from 'pino';
import type { Clock } from '../clock.ts';
import { type Compression, compress } from '../history/compression.ts';
import type { Event } from '../history/event.ts';
import { historyName } from '../history/history-names.ts';
import { encodeEvent } from '../history/jsonl.ts';
import type { Log } from '../log.ts';
import { AppendFile } from './append-file.ts';

/** Characters kept before they are written out of turn. */
const BUFFERED_CHARACTERS = 1 << 16;

/** Appends events to history.jsonl in the order in which it receives them, in whole lines; compressed, each write is a
 * stream of its own, which is read alone. */
export class HistoryWriter {
  readonly #file: AppendFile;
  readonly #how: Compression | undefined;
  #buffered = '';

  /** `how` it is compressed; default: not.
   * @throws where `folder` has one: a history is written once. */
  constructor(folder: string, clock: Clock, how?: Compression) {
    this.#how = how;
    this.#file = new AppendFile(join(folder, historyName(how)), clock, () => this.#drain());
  }

  /** @throws the system's error where this event, or an earlier one, cannot be written. */
  append(event: Event): void {
    this.#file.touch();
    this.#buffered += `${encodeEvent(event)}\n`;
    if (this.#buffered.length >= BUFFERED_CHARACTERS) this.#file.flush();
  }

  /** Writes what is left. The writer must not be used afterwards.
   * @throws the system's error where the history on disk is not whole. */
  close(): void {
    this.#file.close();
  }

  #drain(): Uint8Array {
    const bytes = Buffer.from(this.#buffered);
    this.#buffered = '';
    return this.#how === undefined || bytes.length === 0 ? bytes : compress(this.#how, bytes);
  }
}

/** What zoobreak reports about its own work. */
interface RunLog extends Log {
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
