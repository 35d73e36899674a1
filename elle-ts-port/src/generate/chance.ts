/** Seeded chance, so that a history that failed can be made again. */

export interface Chance {
  /** An integer in [0, bound). */
  below(bound: number): number;
}

/** The stream of a 32-bit seed (mulberry32, by Tommy Ettinger, public domain). */
export function seededChance(seed: number): Chance {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return { below: bound => Math.floor((next() / 2 ** 32) * bound) };
}
