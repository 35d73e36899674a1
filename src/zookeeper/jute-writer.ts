/** Writes jute's primitives, big-endian, into a buffer that grows. */

const FIRST_SIZE = 4096;

/** One may be used for many records: `take` copies what was written and starts anew. */
export class JuteWriter {
  #bytes: Buffer = Buffer.allocUnsafe(FIRST_SIZE);
  /** The same bytes, for numbers. */
  #view: DataView = viewOf(this.#bytes);
  #end = 0;

  /** Throws a RangeError where the value is no signed 32-bit integer. */
  int(value: number): void {
    this.#room(4);
    if (value !== (value | 0)) throw outOfRange(value, 32);
    this.#view.setInt32(this.#end, value);
    this.#end += 4;
  }

  /** Throws a RangeError where the value is no signed 64-bit integer. */
  long(value: bigint): void {
    this.#room(8);
    if (value !== BigInt.asIntN(64, value)) throw outOfRange(value, 64);
    this.#view.setBigInt64(this.#end, value);
    this.#end += 8;
  }

  boolean(value: boolean): void {
    this.#room(1);
    this.#end = this.#bytes.writeUInt8(value ? 1 : 0, this.#end);
  }

  /** A length and the bytes. */
  buffer(value: Uint8Array): void {
    this.int(value.length);
    this.#room(value.length);
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
  }

  /** A length in bytes and the text in UTF-8. */
  ustring(value: string): void {
    const length = Buffer.byteLength(value);
    this.int(length);
    this.#room(length);
    this.#end += this.#bytes.write(value, this.#end);
  }

  /** A copy of what was written since the last call. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#end));
    this.clear();
    return taken;
  }

  /** The same, after its length as an int: one frame of the wire. */
  takeFrame(): Buffer {
    const frame = Buffer.allocUnsafe(4 + this.#end);
    frame.writeInt32BE(this.#end, 0);
    this.#bytes.copy(frame, 4, 0, this.#end);
    this.clear();
    return frame;
  }

  /** Forgets what was written, for one whose writing threw. */
  clear(): void {
    this.#end = 0;
  }

  #room(size: number): void {
    if (this.#end + size <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + size));
    this.#bytes.copy(grown, 0, 0, this.#end);
    this.#bytes = grown;
    this.#view = viewOf(grown);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function outOfRange(value: number | bigint, bits: number): RangeError {
  return new RangeError(`expected a signed integer of ${bits} bits, found ${value}`);
}
