/** Holds back what happens to somebody who is frozen, until it thaws. */
import { type Clock, sleep, type Timer } from '../clock.ts';

export class Freezer {
  #held: (() => void)[] | undefined;

  get frozen(): boolean {
    return this.#held !== undefined;
  }

  freeze(): void {
    this.#held ??= [];
  }

  /** What was held back happens now, in its order. */
  thaw(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const happen of held) happen();
  }

  /** It happens now, or at the thaw. */
  pass(happen: () => void): void {
    if (this.#held === undefined) happen();
    else this.#held.push(happen);
  }

  /** Returns a clock whose timers do not fire while frozen; its time continues. */
  clock(clock: Clock): Clock {
    const after = (delayMs: number, callback: () => void): Timer => {
      let cancelled = false;
      const fire = (): void => {
        if (!cancelled) callback();
      };
      const timer = clock.after(delayMs, () => this.pass(fire));
      return {
        cancel: () => {
          cancelled = true;
          timer.cancel();
        },
      };
    };
    return {
      nowNs: () => clock.nowNs(),
      wallMs: () => clock.wallMs(),
      after,
      sleep: (delayMs, signal) => sleep(after, delayMs, signal),
    };
  }
}
