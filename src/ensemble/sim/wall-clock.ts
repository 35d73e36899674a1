/** What a node takes for the time of day: off by so much, and fast or slow since it was set. */
import type { NodeClock } from '../../contract.ts';
import type { VirtualClock } from './virtual-clock.ts';

const NS_PER_MS = 1e6;

export class WallClock implements NodeClock {
  readonly #true: VirtualClock;
  #offsetMs = 0;
  #rate = 1;
  #sinceNs = 0;

  constructor(clock: VirtualClock) {
    this.#true = clock;
  }

  /** Milliseconds since the epoch, an integer. */
  nowMs(): number {
    return this.#true.wallMs() + this.#off();
  }

  async set(skew: { readonly offsetMs: number; readonly rate: number }): Promise<void> {
    this.#offsetMs = skew.offsetMs;
    this.#rate = skew.rate;
    this.#sinceNs = this.#true.nowNs();
  }

  async offsetMs(): Promise<number> {
    return this.#off();
  }

  reset(): Promise<void> {
    return this.set({ offsetMs: 0, rate: 1 });
  }

  #off(): number {
    const passedMs = (this.#true.nowNs() - this.#sinceNs) / NS_PER_MS;
    return Math.round(this.#offsetMs + (this.#rate - 1) * passedMs);
  }
}
