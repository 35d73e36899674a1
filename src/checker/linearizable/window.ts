/** The operations that are open at one moment of the history, by slot. */
import { NONE, type Problem } from './problem.ts';
import { IMPOSSIBLE, type Transitions } from './transitions.ts';

/** Parts of a state's masks, each of `words` words. */
export const READS = 0;
export const PAST = 1;
const PARTS = 2;

export class Window<S> {
  /** The class of the operation in a slot, or NONE. */
  readonly classAt: Int32Array;
  /** Slots of open operations that are no reads, by class and within a class by time of return. */
  readonly order: Int32Array;
  /** Slots in `order`. */
  length = 0;
  /** The slots of open operations that overwrite, as a mask. */
  readonly overwriting: Int32Array;
  readonly #problem: Problem;
  readonly #transitions: Transitions<S>;
  readonly #words: number;
  readonly #foresight: boolean;
  readonly #returnAt: Int32Array;
  readonly #reads: Uint8Array;
  readonly #overwrites: Uint8Array;
  /** Masks of each state, valid where its stamp is the version. */
  #masks: Int32Array;
  #stamps: Int32Array = new Int32Array(16);
  #version = 1;

  /** `foresight`: PAST is worked out; otherwise it is empty. */
  constructor(problem: Problem, transitions: Transitions<S>, words: number, foresight: boolean) {
    this.#problem = problem;
    this.#transitions = transitions;
    this.#words = words;
    this.#foresight = foresight;
    this.#masks = new Int32Array(this.#stamps.length * PARTS * words);
    this.classAt = new Int32Array(problem.slots).fill(NONE);
    this.order = new Int32Array(problem.slots);
    this.overwriting = new Int32Array(words);
    this.#returnAt = new Int32Array(problem.slots);
    this.#reads = Uint8Array.from(problem.classes, ({ isRead }) => Number(isRead));
    this.#overwrites = Uint8Array.from(problem.classes, ({ overwrites }) => Number(overwrites));
  }

  isRead(operationClass: number): boolean {
    return this.#reads[operationClass] === 1;
  }

  overwrites(operationClass: number): boolean {
    return this.#overwrites[operationClass] === 1;
  }

  open(op: number, slot: number): void {
    const operationClass = this.#problem.classOf[op] ?? NONE;
    this.classAt[slot] = operationClass;
    this.#returnAt[slot] = this.#problem.returnOf[op] ?? 0;
    this.#version += 1;
    if (!this.isRead(operationClass)) this.#insert(slot, operationClass);
    if (this.overwrites(operationClass)) this.#flip(slot);
  }

  close(slot: number): void {
    const operationClass = this.classAt[slot] ?? NONE;
    this.classAt[slot] = NONE;
    this.#version += 1;
    if (this.isRead(operationClass)) return;
    if (this.overwrites(operationClass)) this.#flip(slot);
    const at = this.order.indexOf(slot);
    this.order.copyWithin(at, at + 1, this.length);
    this.length -= 1;
  }

  /** Where the masks of a state begin in `masks`: READS are the open reads that are possible in it, PAST
   * the open operations that will never be possible again. */
  masksOf(state: number): number {
    const start = state * PARTS * this.#words;
    if (this.#stamps[state] === this.#version) return start;
    if (state >= this.#stamps.length) this.#grow(state);
    this.#stamps[state] = this.#version;
    this.#workOut(state, start);
    return start;
  }

  get masks(): Int32Array {
    return this.#masks;
  }

  #flip(slot: number): void {
    this.overwriting[slot >> 5] = (this.overwriting[slot >> 5] ?? 0) ^ (1 << (slot & 31));
  }

  #insert(slot: number, operationClass: number): void {
    let at = this.length++;
    while (at > 0 && this.#isAfter(this.order[at - 1] ?? NONE, slot, operationClass)) {
      this.order[at] = this.order[at - 1] ?? NONE;
      at -= 1;
    }
    this.order[at] = slot;
  }

  #isAfter(before: number, slot: number, operationClass: number): boolean {
    const other = this.classAt[before] ?? NONE;
    if (other !== operationClass) return other > operationClass;
    return (this.#returnAt[before] ?? 0) > (this.#returnAt[slot] ?? 0);
  }

  #workOut(state: number, start: number): void {
    const words = this.#words;
    const masks = this.#masks;
    masks.fill(0, start, start + PARTS * words);
    for (let slot = 0; slot < this.classAt.length; slot++) {
      const operationClass = this.classAt[slot] ?? NONE;
      if (operationClass === NONE) continue;
      const at = start + (slot >> 5);
      const bit = 1 << (slot & 31);
      if (this.#transitions.next(state, operationClass) !== IMPOSSIBLE) {
        if (!this.isRead(operationClass)) continue;
        masks[at] = (masks[at] ?? 0) | bit;
      } else if (this.#foresight && this.#transitions.isPast(state, operationClass)) {
        const part = at + PAST * words;
        masks[part] = (masks[part] ?? 0) | bit;
      }
    }
  }

  #grow(state: number): void {
    const states = Math.max(2 * this.#stamps.length, state + 1);
    const stamps = new Int32Array(states);
    stamps.set(this.#stamps);
    const masks = new Int32Array(states * PARTS * this.#words);
    masks.set(this.#masks);
    [this.#stamps, this.#masks] = [stamps, masks];
  }
}
