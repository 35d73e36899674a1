/** The choices that a replay makes among explanations that fit so far. A replay with other choices may
 * explain what this one cannot. */

/** One choice: its number in the replay, and how many explanations there were. */
export interface Choice {
  readonly number: number;
  readonly options: number;
  readonly taken: number;
  readonly zxid: number;
}

export class Choices {
  readonly #given: ReadonlyMap<number, number>;
  readonly made: Choice[] = [];
  #count = 0;

  /** `given`: the explanation to take, by the number of the choice. Default: the first one. */
  constructor(given: ReadonlyMap<number, number> = new Map()) {
    this.#given = given;
  }

  /** Returns which of several explanations to take. */
  pick(options: number, zxid: number): number {
    if (options < 2) return 0;
    const number = this.#count++;
    const taken = Math.min(this.#given.get(number) ?? 0, options - 1);
    this.made.push({ number, options, taken, zxid });
    return taken;
  }
}

/** Returns the choices to give to further replays: each differs from these ones in one choice; the latest
 * choices before the first difference come first. */
export function alternatives(
  made: readonly Choice[],
  before: number,
): readonly ReadonlyMap<number, number>[] {
  const early = made.filter(({ zxid }) => zxid <= before).reverse();
  return early.flatMap(choice => {
    const base = made.filter(({ number }) => number < choice.number);
    const others = Array.from({ length: choice.options }, (_, option) => option);
    return others
      .filter(option => option !== choice.taken)
      .map(
        option =>
          new Map([...base.map(one => [one.number, one.taken] as const), [choice.number, option]]),
      );
  });
}
