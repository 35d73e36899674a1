/** Calls back whenever nothing has happened for a while. */
import type { Clock, Timer } from '../clock.ts';

const NS_PER_MS = 1e6;

export class IdleTimer {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onIdle: () => void;
  #touchedNs: number;
  #timer: Timer;

  /** Starts at once; `onIdle` comes again after each further `limitMs` of idleness, until `stop`. */
  constructor(clock: Clock, limitMs: number, onIdle: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onIdle = onIdle;
    this.#touchedNs = clock.nowNs();
    this.#timer = this.#wait(limitMs);
  }

  touch(): void {
    this.#touchedNs = this.#clock.nowNs();
  }

  stop(): void {
    this.#timer.cancel();
  }

  #wait(delayMs: number): Timer {
    return this.#clock.after(delayMs, () => this.#check());
  }

  #check(): void {
    const idleMs = (this.#clock.nowNs() - this.#touchedNs) / NS_PER_MS;
    if (idleMs < this.#limitMs) {
      this.#timer = this.#wait(Math.ceil(this.#limitMs - idleMs));
      return;
    }
    this.touch();
    this.#timer = this.#wait(this.#limitMs);
    this.#onIdle();
  }
}
