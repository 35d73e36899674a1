/** A file of sealed records that grows at its end. What was added is the kernel's once it is handed over, and safe once
 *  a sync that began later has ended. */
import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { sealed, unsealed } from './sealed.ts';

export class LogFile {
  readonly #fd: number;
  /** Where each record ends. */
  readonly #ends: number[];
  #pending: Buffer[] = [];
  /** Bytes that the kernel has. */
  #written: number;
  #syncs = 0;
  #isClosed = false;

  private constructor(fd: number, ends: number[]) {
    this.#fd = fd;
    this.#ends = ends;
    this.#written = ends.at(-1) ?? 0;
  }

  /** A new file with these records, all of them safe. */
  static create(path: string, records: readonly Uint8Array[]): LogFile {
    const file = new LogFile(openSync(path, 'w'), []);
    for (const record of records) file.add(record);
    file.handOver();
    fsyncSync(file.#fd);
    return file;
  }

  /** The file as it is, without a last record that was torn. */
  static open(path: string): { readonly file: LogFile; readonly records: readonly Uint8Array[] } {
    const found = unsealed(readFileSync(path), path);
    const file = new LogFile(
      openSync(path, 'r+'),
      found.map(({ end }) => end),
    );
    ftruncateSync(file.#fd, file.#written);
    fsyncSync(file.#fd);
    return { file, records: found.map(({ bytes }) => bytes) };
  }

  add(record: Uint8Array): void {
    const bytes = sealed(record);
    this.#pending.push(bytes);
    this.#ends.push((this.#ends.at(-1) ?? 0) + bytes.length);
  }

  handOver(): void {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    for (let done = 0; done < bytes.length; ) {
      const count = writeSync(this.#fd, bytes, done, bytes.length - done, this.#written);
      done += count;
      this.#written += count;
    }
  }

  /** Makes safe what the kernel has. */
  sync(done: () => void): void {
    this.#syncs++;
    fdatasync(this.#fd, error => {
      this.#syncs--;
      if (error !== null) throw error;
      this.#closeWhenIdle();
      done();
    });
  }

  /** Cuts off all records but the first ones. */
  keep(count: number): void {
    this.handOver();
    this.#ends.length = count;
    this.#written = this.#ends.at(-1) ?? 0;
    ftruncateSync(this.#fd, this.#written);
    fsyncSync(this.#fd);
  }

  /** Once no sync is under way. */
  close(): void {
    this.#isClosed = true;
    this.#closeWhenIdle();
  }

  #closeWhenIdle(): void {
    if (this.#isClosed && this.#syncs === 0) closeSync(this.#fd);
  }
}
