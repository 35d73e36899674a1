/** Small random histories of queues, in the words of the notation, with random answers. */
import type { Random } from '../../src/random.ts';

/** Returns up to 12 words of three processes. Values are `numbered` 1, 2, 3, ... */
export function randomWords(
  random: Random,
  withDoubts: boolean,
  numbered: (count: number) => number = count => count,
): readonly string[] {
  const open = new Map<number, 'e' | 'd'>();
  let last = 0;
  return Array.from({ length: 2 + random.intBelow(11) }, () => {
    const process = random.intBelow(3);
    const asked = open.get(process);
    open.delete(process);
    if (asked !== undefined && withDoubts && random.intBelow(6) === 0) return `${process}?${asked}`;
    if (asked === 'e') return `${process})e`;
    const value = random.intBelow(4) === 0 ? 'nil' : numbered(1 + random.intBelow(last + 1));
    if (asked === 'd') return `${process})d:${value}`;
    const f = random.pick(['e', 'd'] as const);
    open.set(process, f);
    return f === 'e' ? `${process}(e:${numbered(++last)}` : `${process}(d`;
  });
}

/** Drops invocations that never return. */
export function complete(words: readonly string[]): readonly string[] {
  return words.filter(
    (word, at) => !word.includes('(') || words.slice(at + 1).some(later => later[0] === word[0]),
  );
}
