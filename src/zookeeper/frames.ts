/** Cuts a stream of bytes into frames: each after its length, an int. */
import { ProtocolError } from './protocol-error.ts';

/** Larger than any reply a server should give (its own limit, jute.maxbuffer, is 1 MiB by default). */
export const MAX_FRAME_BYTES: number = 64 * 1024 * 1024;
const LENGTH_BYTES = 4;

export class FrameSplitter {
  readonly #onFrame: (frame: Uint8Array) => void;
  #chunks: Uint8Array[] = [];
  #size = 0;
  /** Bytes to wait for before there is anything to cut. */
  #needed = LENGTH_BYTES;

  constructor(onFrame: (frame: Uint8Array) => void) {
    this.#onFrame = onFrame;
  }

  /** Bytes of a frame that has not come to its end. */
  get unfinished(): number {
    return this.#size;
  }

  /** Calls back for each frame that ends in these bytes. Throws a ProtocolError at an impossible length. */
  push(chunk: Uint8Array): void {
    if (this.#size === 0) {
      this.#take(asBuffer(chunk));
      return;
    }
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= this.#needed) this.#take(Buffer.concat(this.#chunks));
  }

  #take(bytes: Buffer): void {
    const end = this.#cut(bytes);
    if (end < bytes.length) this.#keep(bytes.subarray(end));
    else if (this.#size > 0) this.#empty();
  }

  /** The position after the last whole frame. */
  #cut(bytes: Buffer): number {
    let at = 0;
    for (;;) {
      if (bytes.length - at < LENGTH_BYTES) break;
      const end = at + LENGTH_BYTES + lengthAt(bytes, at);
      if (bytes.length < end) break;
      this.#onFrame(bytes.subarray(at + LENGTH_BYTES, end));
      at = end;
    }
    return at;
  }

  #empty(): void {
    this.#chunks = [];
    this.#size = 0;
    this.#needed = LENGTH_BYTES;
  }

  #keep(rest: Buffer): void {
    this.#chunks = [rest];
    this.#size = rest.length;
    this.#needed = LENGTH_BYTES + (rest.length < LENGTH_BYTES ? 0 : lengthAt(rest, 0));
  }
}

function lengthAt(bytes: Buffer, at: number): number {
  const length = bytes.readInt32BE(at);
  if (length >= 0 && length <= MAX_FRAME_BYTES) return length;
  throw new ProtocolError(
    `a frame: expected a length of 0 to ${MAX_FRAME_BYTES} bytes, found ${length}`,
  );
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
