/** Chance: a seeded stream, and named sub-streams so that a draw added in one place moves no other. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** An integer in [0, bound). */
  intBelow(bound: number): number;
  /** A number in [0, 1), of 2^30 steps. */
  float(): number;
  /** One of the items, which must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** The items in a random order; the argument is left alone. */
  shuffle<T>(items: readonly T[]): T[];
  /** An independent stream, the same for the same seed and name. */
  stream(name: string): Random;
}

/** The stream of a 32-bit seed. */
export function seededRandom(seed: number): Random {
  const source = xoroshiro128plus(seed | 0);
  const intBelow = (bound: number): number => {
    if (!(bound >= 1))
      throw new RangeError(`intBelow: expected a bound of at least 1, found ${bound}`);
    return uniformInt(source, 0, bound - 1);
  };
  return {
    intBelow,
    float: () => intBelow(2 ** 30) / 2 ** 30,
    pick: items => {
      const item = items[intBelow(items.length)];
      if (item === undefined) throw new RangeError('pick: found an undefined item');
      return item;
    },
    shuffle: items => {
      const left = [...items];
      return items.flatMap(() => left.splice(intBelow(left.length), 1));
    },
    stream: name => seededRandom(hash(seed, name)),
  };
}

/** FNV-1a over the seed's bytes and the name. */
function hash(seed: number, name: string): number {
  let value = 0x811c9dc5;
  const mix = (byte: number): void => {
    value = Math.imul(value ^ byte, 0x01000193);
  };
  for (let shift = 0; shift < 32; shift += 8) mix((seed >>> shift) & 0xff);
  for (const byte of new TextEncoder().encode(name)) mix(byte);
  return value;
}
