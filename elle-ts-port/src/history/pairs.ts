/** Interning of integer pairs to dense ids, by open addressing on typed arrays. */
import { Ints } from './column.ts';

/**
 * A set of pairs (a, b), numbered 0.. in the order they first came.
 * `slots` holds id + 1 at the pair's hash or the next free slot after it; at most half are in use.
 */
export class Pairs {
  readonly first: Ints = new Ints();
  readonly second: Ints = new Ints();
  private slots = new Int32Array(4096);

  get size(): number {
    return this.first.length;
  }

  /** The pair's id; a new one when the pair is new. */
  intern(a: number, b: number): number {
    let slot = this.slotOf(a, b);
    const id = (this.slots[slot] as number) - 1;
    if (id >= 0) return id;
    if (this.first.length * 2 >= this.slots.length) {
      this.grow();
      slot = this.slotOf(a, b);
    }
    this.second.push(b);
    this.slots[slot] = this.first.push(a) + 1;
    return this.first.length - 1;
  }

  /** The slot that holds the pair, or the free one where it belongs. */
  private slotOf(a: number, b: number): number {
    const mask = this.slots.length - 1;
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const id = (this.slots[slot] as number) - 1;
      if (id < 0 || (this.first.data[id] === a && this.second.data[id] === b)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    for (let id = 0; id < this.first.length; id++) {
      this.slots[this.slotOf(this.first.at(id), this.second.at(id))] = id + 1;
    }
  }
}
