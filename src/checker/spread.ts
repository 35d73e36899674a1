/** Times in a few numbers. */
import type { Counts } from '../contract.ts';

const NS_PER_MS = 1e6;

/** `<name> p50 ms`, `p99` and `max`, of nanoseconds; nothing of none. */
export function spreadOf(name: string, timesNs: readonly number[]): Counts {
  const ascending = timesNs.toSorted((a, b) => a - b);
  const at = (share: number): number => ascending[Math.ceil(share * ascending.length) - 1] ?? 0;
  if (ascending.length === 0) return {};
  return {
    [`${name} p50 ms`]: millis(at(0.5)),
    [`${name} p99 ms`]: millis(at(0.99)),
    [`${name} max ms`]: millis(at(1)),
  };
}

function millis(timeNs: number): number {
  return Number((timeNs / NS_PER_MS).toFixed(1));
}
