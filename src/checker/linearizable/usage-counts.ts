/** How many never-returned operations of each class were used: vectors, each with a number.
 *
 * Vector 0 uses nothing. Equal vectors have equal numbers, so that comparing two is mostly comparing
 * their numbers. */
export class UsageCounts {
  /** Classes that may be used. */
  readonly width: number;
  #vectors = new Int32Array(64);
  #totals: number[] = [0];
  readonly #ids = new Map<string, number>();
  readonly #increments = new Map<number, number>();
  readonly #byTotal: boolean;

  /** `byTotal`: a vector is at most another if it uses no more in total, of any class. */
  constructor(width: number, byTotal: boolean) {
    this.width = width;
    this.#byTotal = byTotal;
    this.#vectors = new Int32Array(Math.max(1, width) * 16);
  }

  /** What the vectors take, in 32-bit words, with their keys. */
  get words(): number {
    return this.#totals.length * (2 * this.width + 32);
  }

  /** Operations used in all. */
  total(vector: number): number {
    return this.#totals[vector] ?? 0;
  }

  /** Operations of one class used. */
  of(vector: number, position: number): number {
    return this.#vectors[vector * this.width + position] ?? 0;
  }

  /** Whether no class is used more in `a` than in `b`. */
  atMost(a: number, b: number): boolean {
    if (a === b) return true;
    if (this.total(a) > this.total(b)) return false;
    if (this.#byTotal) return true;
    for (let position = 0; position < this.width; position++)
      if (this.of(a, position) > this.of(b, position)) return false;
    return true;
  }

  /** The vector with one more of a class. */
  plusOne(vector: number, position: number): number {
    const increment = vector * this.width + position;
    const known = this.#increments.get(increment);
    if (known !== undefined) return known;
    const next = this.#idOfIncremented(vector, position);
    this.#increments.set(increment, next);
    return next;
  }

  #idOfIncremented(vector: number, position: number): number {
    const start = vector * this.width;
    const values = this.#vectors.slice(start, start + this.width);
    values[position] = (values[position] ?? 0) + 1;
    const key = values.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#totals.push(this.total(vector) + 1) - 1;
    this.#ids.set(key, id);
    this.#store(values, id);
    return id;
  }

  #store(values: Int32Array, id: number): void {
    if ((id + 1) * this.width > this.#vectors.length) {
      const grown = new Int32Array(2 * this.#vectors.length);
      grown.set(this.#vectors);
      this.#vectors = grown;
    }
    this.#vectors.set(values, id * this.width);
  }
}
