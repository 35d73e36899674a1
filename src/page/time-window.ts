/** The part of the run that all plots of the page show: one for all of them. */

/** The shortest part, in milliseconds. */
const SHORTEST_MS = 0.05;

export class TimeWindow {
  /** When the run ended; it began at 0. Milliseconds. */
  readonly end: number;
  #from = 0;
  #until: number;
  readonly #listeners: (() => void)[] = [];
  #announced = false;

  constructor(end: number) {
    this.end = Math.max(end, SHORTEST_MS);
    this.#until = this.end;
  }

  get from(): number {
    return this.#from;
  }

  get until(): number {
    return this.#until;
  }

  get length(): number {
    return this.#until - this.#from;
  }

  /** Adds a listener, called at most once per frame. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  show(from: number, until: number): void {
    const length = Math.min(this.end, Math.max(SHORTEST_MS, until - from));
    this.#from = Math.min(Math.max(0, from), this.end - length);
    this.#until = this.#from + length;
    this.#announce();
  }

  showAll(): void {
    this.show(0, this.end);
  }

  /** `factor` below 1 goes nearer; `centre` stays where it is. */
  zoom(factor: number, centre: number = (this.#from + this.#until) / 2): void {
    const from = centre - (centre - this.#from) * factor;
    this.show(from, from + this.length * factor);
  }

  /** `share` of what is shown, to the right. */
  move(share: number): void {
    const by = share * this.length;
    this.show(this.#from + by, this.#until + by);
  }

  /** Brings a time into view, in its middle where it was outside. */
  reveal(from: number, until: number): void {
    if (from >= this.#from && until <= this.#until) return;
    const half = Math.max(this.length, (until - from) * 2) / 2;
    const middle = (from + until) / 2;
    this.show(middle - half, middle + half);
  }

  #announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    requestAnimationFrame(() => {
      this.#announced = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
