/** Writes history.jsonl as the run goes: nothing older than a tenth of a second is lost by a kill -9. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock, Timer } from '../clock.ts';
import type { Event } from '../history/event.ts';
import { encodeEvent } from '../history/jsonl.ts';

const FLUSH_MS = 100;
/** Characters kept before they are written out of turn. */
const BUFFERED_CHARACTERS = 1 << 16;

/** Appends events in the order in which it is told of them. Lines are written whole. */
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
