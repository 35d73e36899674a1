/** Spans of time, found by a time that they contain: a long run has thousands, and millions of records that ask. */
import { lowerBound } from '../../lower-bound.ts';

/** In nanoseconds; both ends belong to it. */
export interface Span {
  readonly fromNs: number;
  readonly toNs: number;
}

export class Spans<T extends Span> {
  /** The times at which a span begins or ends, ascending. */
  readonly #times: readonly number[];
  /** The spans that contain each of these times: all that contain a time before the next one are among them. */
  readonly #open: (readonly T[])[] = [];

  constructor(spans: readonly T[]) {
    this.#times = [...new Set(spans.flatMap(({ fromNs, toNs }) => [fromNs, toNs]))].sort(
      (a, b) => a - b,
    );
    const numbered = spans.map((span, at) => ({ span, at }));
    const byStart = numbered.toSorted((a, b) => a.span.fromNs - b.span.fromNs);
    let open: typeof numbered = [];
    for (const time of this.#times) {
      const first = lowerBound(byStart, ({ span }) => span.fromNs >= time);
      const end = lowerBound(byStart, ({ span }) => span.fromNs > time);
      open = open.filter(({ span }) => span.toNs >= time).concat(byStart.slice(first, end));
      this.#open.push(open.toSorted((a, b) => a.at - b.at).map(({ span }) => span));
    }
  }

  /** Returns the spans that contain a time, in the order in which they were given. */
  at(timeNs: number): readonly T[] {
    const next = lowerBound(this.#times, time => time > timeNs);
    return (this.#open[next - 1] ?? []).filter(({ toNs }) => toNs >= timeNs);
  }
}
