/** Reads jute's primitives from one frame. Invalid input throws a ProtocolError that names the frame and the
 * position. */
import { ProtocolError } from './protocol-error.ts';

export class JuteReader {
  readonly #bytes: Buffer;
  readonly #name: string;
  #at = 0;

  /** `name` is what errors call the frame. */
  constructor(bytes: Uint8Array, name = 'a record') {
    this.#name = name;
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  int(): number {
    return this.#bytes.readInt32BE(this.#step(4, 'an int'));
  }

  long(): bigint {
    return this.#bytes.readBigInt64BE(this.#step(8, 'a long'));
  }

  /** A long as a number: exact below 2^53, and much cheaper than a bigint. */
  longAsNumber(): number {
    const at = this.#step(8, 'a long');
    return this.#bytes.readInt32BE(at) * 2 ** 32 + this.#bytes.readUInt32BE(at + 4);
  }

  boolean(): boolean {
    const at = this.#step(1, 'a boolean');
    const byte = this.#bytes[at];
    if (byte === 0 || byte === 1) return byte === 1;
    throw this.#wrong(`a boolean of 0 or 1 at byte ${at}`, byte);
  }

  /** A copy, so that it does not keep the frame alive. Null, a length of -1, reads as empty. */
  buffer(): Uint8Array {
    return new Uint8Array(this.view());
  }

  /** A view of the frame's bytes. Null, a length of -1, reads as empty. */
  view(): Buffer {
    const length = Math.max(this.#length('a buffer'), 0);
    const at = this.#step(length, 'a buffer');
    return this.#bytes.subarray(at, at + length);
  }

  /** Null, a length of -1, reads as empty. */
  ustring(): string {
    return this.ustringOrNull() ?? '';
  }

  ustringOrNull(): string | null {
    const length = this.#length('a string');
    if (length < 0) return null;
    const at = this.#step(length, 'a string');
    return this.#bytes.toString('utf8', at, at + length);
  }

  /** The number of items of a vector, each of at least one byte. Null, -1, reads as empty. */
  count(): number {
    const at = this.#at;
    const count = Math.max(this.#length('a vector'), 0);
    if (count <= this.left) return count;
    throw this.#wrong(`at most ${this.left} items in the vector at byte ${at}`, count);
  }

  /** -1 for null. */
  #length(what: string): number {
    const at = this.#at;
    const length = this.int();
    if (length >= -1) return length;
    throw this.#wrong(`the length of ${what} at byte ${at}`, length);
  }

  #step(size: number, what: string): number {
    const at = this.#at;
    if (size > this.left) {
      throw this.#wrong(
        `${what} of ${size} bytes at byte ${at}`,
        `its end at byte ${this.#bytes.length}`,
      );
    }
    this.#at = at + size;
    return at;
  }

  #wrong(expected: string, found: unknown): ProtocolError {
    return new ProtocolError(`${this.#name}: expected ${expected}, found ${found}`);
  }
}
