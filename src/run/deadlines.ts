/** Watches the deadlines of all operations with one timer, which is set again only when it fires or an
 * earlier deadline comes: most operations are done long before theirs. */
import type { Clock, Timer } from '../clock.ts';
import type { Hand } from './hand.ts';

/** How long a client may take to answer after its operation was aborted. */
export const GRACE_MS = 1000;

export class Deadlines {
  readonly #clock: Clock;
  readonly #hands: () => Iterable<Hand>;
  readonly #abandon: (hand: Hand) => void;
  #timer: Timer | undefined;
  #firesNs: number = Number.POSITIVE_INFINITY;

  /** `abandon` gets the hands whose client did not answer within the grace. */
  constructor(clock: Clock, hands: () => Iterable<Hand>, abandon: (hand: Hand) => void) {
    this.#clock = clock;
    this.#hands = hands;
    this.#abandon = abandon;
  }

  /** Watches for `deadlineNs` too. */
  add(deadlineNs: number, nowNs: number): void {
    if (deadlineNs >= this.#firesNs) return;
    this.cancel();
    this.#firesNs = deadlineNs;
    this.#timer = this.#clock.after(Math.ceil((deadlineNs - nowNs) / 1e6), this.#fire);
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#firesNs = Number.POSITIVE_INFINITY;
  }

  readonly #fire = (): void => {
    this.#firesNs = Number.POSITIVE_INFINITY;
    const nowNs = this.#clock.nowNs();
    const due = [...this.#hands()].filter(hand => hand.deadlineNs <= nowNs);
    for (const hand of due) this.#expire(hand, nowNs);
    const next = Math.min(...[...this.#hands()].map(hand => hand.deadlineNs));
    if (Number.isFinite(next)) this.add(next, nowNs);
  };

  #expire(hand: Hand, nowNs: number): void {
    if (hand.late) this.#abandon(hand);
    else hand.stop(new Error('the operation took longer than it may'), nowNs + GRACE_MS * 1e6);
  }
}
