/** A set of configurations of which none is dominated by another.
 *
 * A configuration says what may be the case at one moment of the history. Layout, in 32-bit words:
 *   [state, used, placed x words, optional x words]
 * `used` counts the never-returned operations that took effect (see UsageCounts). A slot's bit is in
 * `placed` when its operation took effect at a known place, in `optional` when it may count as done
 * whether or not it takes effect later, in neither when it still has to take effect.
 *
 * One configuration dominates another of the same state when everything that can follow the other can follow
 * it: an optional slot is at least as good as any, slots otherwise equal, and no more was used. */
import type { UsageCounts } from './usage-counts.ts';

export const STATE = 0;
export const USED = 1;
export const MASKS = 2;

const END = -1;
const DEAD = -1;

export class ConfigurationSet {
  /** 32-slot words in each of the two masks. */
  readonly words: number;
  /** Words of a configuration. */
  readonly stride: number;
  /** Configurations one after the other; those with a negative state are gone. */
  data: Int32Array;
  /** Number of configurations in `data`, gone or not. */
  length = 0;
  /** Configurations that are not gone. */
  size = 0;
  /** Something undominated was left out to keep to the limit. */
  trimmed = false;
  readonly #counts: UsageCounts;
  /** For each state, the last configuration; `#previous` leads to the others of that state. */
  #last: Int32Array = new Int32Array(64).fill(END);
  #previous: Int32Array = new Int32Array(64);

  constructor(words: number, counts: UsageCounts) {
    this.words = words;
    this.stride = MASKS + 2 * words;
    this.data = new Int32Array(64 * this.stride);
    this.#counts = counts;
  }

  clear(): void {
    for (let at = 0; at < this.length * this.stride; at += this.stride) {
      const state = this.data[at] ?? DEAD;
      if (state !== DEAD) this.#last[state] = END;
    }
    this.length = 0;
    this.size = 0;
  }

  /** Whether configuration `index` is still part of the set. */
  has(index: number): boolean {
    return this.data[index * this.stride] !== DEAD;
  }

  /** The states of the configurations, each once. */
  states(): number[] {
    const states = new Set<number>();
    for (let index = 0; index < this.length; index++)
      if (this.has(index)) states.add(this.data[index * this.stride + STATE] ?? DEAD);
    return [...states];
  }

  /** Takes a configuration out. */
  remove(index: number): void {
    const state = this.data[index * this.stride] ?? DEAD;
    let at = this.#last[state] ?? END;
    if (at === index) this.#last[state] = this.#previous[index] ?? END;
    else this.#unlink(at, index);
    at = index * this.stride;
    this.data[at] = DEAD;
    this.size -= 1;
  }

  /** Adds the configuration at `from`, unless one that is there dominates it; takes out those it
   * dominates. At most `limit` configurations may differ in nothing but what they used: of more the one
   * that used most is left out. Returns whether it was added. */
  add(source: Int32Array, from: number, limit: number): boolean {
    const state = source[from] ?? 0;
    if (state >= this.#last.length) this.#growStates(state);
    if (!this.#makeRoom(source, from, state, limit)) return false;
    this.#append(source, from, state);
    return true;
  }

  #makeRoom(source: Int32Array, from: number, state: number, limit: number): boolean {
    let alike = 0;
    let worst = END;
    let after = END;
    for (let index = this.#last[state] ?? END; index !== END; ) {
      const previous = this.#previous[index] ?? END;
      const at = index * this.stride;
      if (this.#dominates(this.data, at, source, from)) return false;
      if (this.#dominates(source, from, this.data, at)) {
        this.#cutOut(state, index, after);
      } else {
        after = index;
        if (limit > 0 && limit < Number.POSITIVE_INFINITY && this.#sameMasks(at, source, from)) {
          alike += 1;
          if (worst === END || this.#usedAt(index) > this.#usedAt(worst)) worst = index;
        }
      }
      index = previous;
    }
    if (limit === 0 || alike < limit) return true;
    this.trimmed = true;
    if (this.#usedAt(worst) <= this.#counts.total(source[from + USED] ?? 0)) return false;
    this.remove(worst);
    return true;
  }

  #usedAt(index: number): number {
    return this.#counts.total(this.data[index * this.stride + USED] ?? 0);
  }

  /** Whether the configuration of `a` at `i` dominates that of `b` at `j`, which has the same state. */
  #dominates(a: Int32Array, i: number, b: Int32Array, j: number): boolean {
    const { words } = this;
    for (let word = 0; word < words; word++) {
      const placed = i + MASKS + word;
      const other = j + MASKS + word;
      const optional = a[placed + words] ?? 0;
      const differ = ((a[placed] ?? 0) ^ (b[other] ?? 0)) | (b[other + words] ?? 0);
      if ((differ & ~optional) !== 0) return false;
    }
    return this.#counts.atMost(a[i + USED] ?? 0, b[j + USED] ?? 0);
  }

  #sameMasks(at: number, source: Int32Array, from: number): boolean {
    for (let word = MASKS; word < this.stride; word++)
      if (this.data[at + word] !== source[from + word]) return false;
    return true;
  }

  #append(source: Int32Array, from: number, state: number): void {
    const index = this.length++;
    const at = index * this.stride;
    if (at + this.stride > this.data.length) this.#growData();
    const { data } = this;
    for (let word = 0; word < this.stride; word++) data[at + word] = source[from + word] ?? 0;
    this.#previous[index] = this.#last[state] ?? END;
    this.#last[state] = index;
    this.size += 1;
  }

  #unlink(from: number, index: number): void {
    let at = from;
    while (this.#previous[at] !== index) at = this.#previous[at] ?? END;
    this.#previous[at] = this.#previous[index] ?? END;
  }

  /** Takes out `index`, which follows `after` in its state's list. */
  #cutOut(state: number, index: number, after: number): void {
    const previous = this.#previous[index] ?? END;
    if (after === END) this.#last[state] = previous;
    else this.#previous[after] = previous;
    this.data[index * this.stride] = DEAD;
    this.size -= 1;
  }

  #growData(): void {
    const data = new Int32Array(2 * this.data.length);
    data.set(this.data);
    this.data = data;
    const previous = new Int32Array(data.length / this.stride);
    previous.set(this.#previous);
    this.#previous = previous;
  }

  #growStates(state: number): void {
    const last = new Int32Array(Math.max(2 * this.#last.length, state + 1)).fill(END);
    last.set(this.#last);
    this.#last = last;
  }
}
