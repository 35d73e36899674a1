/** A set of positive numbers that are spread evenly: hashes. It takes 11 to 22 bytes for each. */
const FIRST_SIZE = 1 << 12;

export class NumberSet {
  /** Open addressing; 0 is free. */
  #table = new Float64Array(FIRST_SIZE);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The 32-bit words in use. */
  get words(): number {
    return 2 * this.#table.length;
  }

  /** Returns whether the number is new. */
  add(value: number): boolean {
    if (4 * this.#size > 3 * this.#table.length) this.#grow();
    const at = placeOf(this.#table, value);
    if (this.#table[at] === value) return false;
    this.#table[at] = value;
    this.#size++;
    return true;
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#table.length);
    for (const value of this.#table) if (value !== 0) grown[placeOf(grown, value)] = value;
    this.#table = grown;
  }
}

/** Returns where a number is, or the free place for it. */
function placeOf(table: Float64Array, value: number): number {
  const mask = table.length - 1;
  let at = value % table.length;
  for (let found = table[at]; found !== 0 && found !== value; found = table[at])
    at = (at + 1) & mask;
  return at;
}
