/** The check with its cyclic parts searched at once, in worker threads. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Analysis, prepare } from './check.ts';
import { type Found, type Part, searchPart } from './cycle/part.ts';
import type { History } from './history/history.ts';
import type { CheckOptions } from './options.ts';

/** Parts with fewer edges than this in all, 5 microseconds each, are searched sooner than a thread starts
 * and compiles what it runs. */
const EDGES_WORTH_A_THREAD = 200_000;

/** The body of a thread, as it is built. */
const BODY = new URL('./part-worker.js', import.meta.url);

/**
 * Returns the same as `analyse`, for any number of threads.
 * @throws as `analyse`, and what a thread died of.
 */
export async function analyseInThreads(
  history: History,
  options: CheckOptions,
  threads: number,
): Promise<Analysis> {
  const { parts, conclude } = prepare(history, options);
  const edges = parts.reduce((sum, part) => sum + edgesOf(part), 0);
  const useful = Math.min(threads, parts.length);
  if (useful < 2 || edges < EDGES_WORTH_A_THREAD) return conclude(parts.map(searchPart));
  return conclude(await searchInThreads(parts, useful, BODY));
}

/** Each thread takes the largest part that is left; the answers are in the parts' order. */
export async function searchInThreads(
  parts: readonly Part[],
  threads: number,
  body: URL,
): Promise<Found[]> {
  const found: Found[] = [];
  const left = [...parts.entries()].sort(([, a], [, b]) => edgesOf(a) - edgesOf(b));
  const searchSome = async (): Promise<void> => {
    const thread = new Worker(body);
    try {
      for (let next = left.pop(); next; next = left.pop()) {
        thread.postMessage(next[1]);
        // rejects with the error that a thread dies of
        [found[next[0]]] = await once(thread, 'message');
      }
    } finally {
      await thread.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, searchSome));
  return found;
}

function edgesOf({ region }: Part): number {
  return region.graph.to.length;
}
