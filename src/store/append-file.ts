/** A file that grows while a run lasts. A kill -9 loses nothing that is older than a tenth of a second. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock, Timer } from '../clock.ts';
import { notWritten } from './store-error.ts';

const FLUSH_MS = 100;

/** Writes what its owner has buffered: soon after `touch`, or at `flush`. */
export class AppendFile {
  readonly #path: string;
  readonly #file: number;
  readonly #clock: Clock;
  readonly #drain: () => Uint8Array;
  readonly #write: typeof writeSync;
  #timer: Timer | undefined;
  /** Why a write between two calls of the owner failed. */
  #failure: Error | undefined;

  /** `drain` empties the owner's buffer and returns what was in it.
   * @throws where `path` exists: such a file is written once. */
  constructor(
    path: string,
    clock: Clock,
    drain: () => Uint8Array,
    write: typeof writeSync = writeSync,
  ) {
    this.#path = path;
    this.#file = openSync(path, 'ax');
    this.#clock = clock;
    this.#drain = drain;
    this.#write = write;
  }

  /** Says that there is something to write. @throws the error of an earlier write. */
  touch(): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#timer ??= this.#clock.after(FLUSH_MS, () => this.#flushInBetween());
  }

  /** Writes what is buffered, then `more`. @throws the system's error, or that of an earlier write. */
  flush(more?: Uint8Array): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#failure !== undefined) throw this.#failure;
    this.#writeAll(this.#drain());
    if (more !== undefined) this.#writeAll(more);
  }

  /** Writes what is left. The file must not be used afterwards.
   * @throws the system's error, or that of an earlier write: then the file is not whole. */
  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #writeAll(bytes: Uint8Array): void {
    try {
      for (let from = 0; from < bytes.length; ) from += this.#write(this.#file, bytes, from);
    } catch (cause) {
      throw notWritten(this.#path, `${bytes.length} bytes`, cause);
    }
  }

  /** Keeps the error for the owner's next call: nobody catches what a timer throws. */
  #flushInBetween(): void {
    try {
      this.flush();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
  }
}
