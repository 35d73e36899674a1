/** Client threads that stopped working long before the load ended, though no fault reached them. */
import type { History } from '../../history/history.ts';

interface Load {
  readonly timeLimitMs: number;
  readonly concurrency: number;
}

/** The fewest operations of a thread in the first half of the load of which their absence later says something. */
const LEAST_BUSY = 20;
const MS = 1e6;

/** A time in which faults of clients were active. */
interface Span {
  readonly fromNs: number;
  readonly toNs: number;
}

/** Returns the threads that were busy in the first half of the load and invoked nothing in its last quarter. A thread
 *  that waits for a reply is not idle; nor is one counted while `faults` overlap the second half. */
export function idleThreads(
  history: History,
  { timeLimitMs, concurrency }: Load,
  faults: readonly Span[],
): readonly number[] {
  const limitNs = timeLimitMs * MS;
  const [halfNs, lateNs] = [limitNs / 2, limitNs * 0.75];
  if (faults.some(({ fromNs, toNs }) => fromNs < limitNs && toNs > halfNs)) return [];
  const early = new Map<number, number>();
  const working = new Set<number>();
  for (const { process, callNs, returnNs } of history.eachOutcome()) {
    const thread = process % concurrency;
    if (callNs < halfNs) early.set(thread, (early.get(thread) ?? 0) + 1);
    if (callNs < limitNs && returnNs > lateNs) working.add(thread);
  }
  if (working.size === 0) return [];
  const busy = [...early].filter(([, count]) => count >= LEAST_BUSY).map(([thread]) => thread);
  return busy.filter(thread => !working.has(thread)).sort((a, b) => a - b);
}
