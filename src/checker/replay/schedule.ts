/** Gives each of several requests a zxid of its own, between two bounds: at each free zxid the one with the earliest
 * last zxid comes first, of those that are possible there. If any order finds room for all, this one does.
 * Source: Jackson, Scheduling a production line to minimize maximum tardiness (1955). */
export interface Job<T> {
  readonly what: T;
  /** The first zxid at which it is possible. */
  readonly from: number;
  /** It must be below. */
  readonly end: number;
}

export interface Schedule<T> {
  readonly order: readonly T[];
  /** Each has a zxid below its end. */
  readonly fits: boolean;
}

/** `nextFree` returns the next free zxid after one. Jobs with equal bounds keep their order. */
export function scheduled<T>(
  jobs: readonly Job<T>[],
  nextFree: (after: number) => number,
): Schedule<T> {
  const left = [...jobs];
  const order: T[] = [];
  let fits = true;
  let zxid = 0;
  while (left.length > 0) {
    zxid = nextFree(Math.max(zxid, Math.min(...left.map(({ from }) => from)) - 1));
    const next = earliest(left, zxid);
    left.splice(left.indexOf(next), 1);
    order.push(next.what);
    fits &&= zxid < next.end;
  }
  return { order, fits };
}

function earliest<T>(left: readonly Job<T>[], zxid: number): Job<T> {
  const ready = left.filter(({ from }) => from <= zxid);
  return ready.reduce((best, job) => (job.end < best.end ? job : best));
}
