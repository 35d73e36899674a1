/** What is due when: a binary heap of events by time, those of one instant in the order they were added. */
import type { Timer } from '../../clock.ts';

export class DueEvent implements Timer {
  /** Nanoseconds since the clock's origin. */
  readonly timeNs: number;
  readonly sequence: number;
  /** Whether promises may wait on it, so that they must be drained before the next event. */
  readonly outer: boolean;
  readonly #timeline: Timeline;
  #run: (() => void) | undefined;

  constructor(
    timeline: Timeline,
    place: { readonly timeNs: number; readonly sequence: number; readonly outer: boolean },
    run: () => void,
  ) {
    this.timeNs = place.timeNs;
    this.sequence = place.sequence;
    this.outer = place.outer;
    this.#timeline = timeline;
    this.#run = run;
  }

  /** What is still to be run; after this, nothing. */
  take(): (() => void) | undefined {
    const run = this.#run;
    if (run !== undefined && this.outer) this.#timeline.awaited--;
    this.#run = undefined;
    return run;
  }

  cancel(): void {
    this.take();
  }
}

export class Timeline {
  /** Events to come that somebody outside waits on. */
  awaited = 0;
  readonly #heap: DueEvent[] = [];
  #sequence = 0;

  /** The number of events ever added. */
  get asked(): number {
    return this.#sequence;
  }

  get size(): number {
    return this.#heap.length;
  }

  add(timeNs: number, outer: boolean, run: () => void): DueEvent {
    if (outer) this.awaited++;
    const event = new DueEvent(this, { timeNs, sequence: this.#sequence++, outer }, run);
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
