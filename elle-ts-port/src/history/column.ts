/** Growing typed columns: what a history and a graph are collected in. */

/** Doubles the room of a column until `length` fits. */
function roomFor(length: number, capacity: number): number {
  let room = capacity;
  while (room < length) room *= 2;
  return room;
}

/** A growing column of 32-bit integers. `data` may be longer than `length`. */
export class Ints {
  data: Int32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Int32Array(capacity);
  }

  /** Appends, and answers the new row's number. */
  push(value: number): number {
    if (this.length === this.data.length) this.reserve(this.length + 1);
    this.data[this.length] = value;
    return this.length++;
  }

  at(row: number): number {
    return this.data[row] as number;
  }

  /** The rows written so far, sharing memory with the column. */
  rows(): Int32Array<ArrayBuffer> {
    return this.data.subarray(0, this.length);
  }

  private reserve(length: number): void {
    const grown = new Int32Array(roomFor(length, this.data.length));
    grown.set(this.data);
    this.data = grown;
  }
}

/** A growing column of bytes. */
export class Bytes {
  data: Uint8Array<ArrayBuffer> = new Uint8Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const grown = new Uint8Array(roomFor(this.length + 1, this.data.length));
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
  }

  rows(): Uint8Array<ArrayBuffer> {
    return this.data.subarray(0, this.length);
  }
}

/** A growing column of doubles: times and labels, which may exceed 32 bits. */
export class Doubles {
  data: Float64Array<ArrayBuffer> = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const grown = new Float64Array(roomFor(this.length + 1, this.data.length));
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
  }

  rows(): Float64Array<ArrayBuffer> {
    return this.data.subarray(0, this.length);
  }
}
