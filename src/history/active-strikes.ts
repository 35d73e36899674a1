/** The strikes of a history that nothing has healed yet. */
export class ActiveStrikes {
  /** Indices of their events, by the f that heals them. */
  readonly #byHeal = new Map<string, number[]>();

  add(heal: string, index: number): void {
    this.#byHeal.set(heal, [...(this.#byHeal.get(heal) ?? []), index]);
  }

  /** Returns those that an operation heals, and forgets them. */
  heal(f: string): readonly number[] {
    const healed = this.#byHeal.get(f) ?? [];
    this.#byHeal.delete(f);
    return healed;
  }
}
