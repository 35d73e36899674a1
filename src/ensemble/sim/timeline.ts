/** What is due when: a binary heap of events by time, those of one instant in the order they were asked for. */

export interface DueEvent {
  /** Nanoseconds since the clock's origin. */
  readonly timeNs: number;
  readonly sequence: number;
  /** Whether promises may wait on it, so that they must be drained before the next event. */
  readonly outer: boolean;
  /** Undefined once it ran or was cancelled. */
  run: (() => void) | undefined;
}

export class Timeline {
  readonly #heap: DueEvent[] = [];
  #sequence = 0;

  get size(): number {
    return this.#heap.length;
  }

  add(timeNs: number, outer: boolean, run: () => void): DueEvent {
    const event = { timeNs, sequence: this.#sequence++, outer, run };
    this.#rise(event);
    return event;
  }

  /** The earliest event, taken out, cancelled ones too. */
  take(): DueEvent | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  #rise(event: DueEvent): void {
    let at = this.#heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || isBefore(parent, event)) break;
      this.#heap[at] = parent;
      at = above;
    }
    this.#heap[at] = event;
  }

  #sink(event: DueEvent): void {
    let at = 0;
    for (;;) {
      const below = this.#earlierChild(at);
      const child = this.#heap[below];
      if (child === undefined || isBefore(event, child)) break;
      this.#heap[at] = child;
      at = below;
    }
    this.#heap[at] = event;
  }

  #earlierChild(at: number): number {
    const left = this.#heap[2 * at + 1];
    const right = this.#heap[2 * at + 2];
    return left !== undefined && right !== undefined && isBefore(right, left)
      ? 2 * at + 2
      : 2 * at + 1;
  }
}

function isBefore(left: DueEvent, right: DueEvent): boolean {
  return (
    left.timeNs < right.timeNs || (left.timeNs === right.timeNs && left.sequence < right.sequence)
  );
}
