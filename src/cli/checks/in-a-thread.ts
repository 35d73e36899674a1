/** Checks a large history in a separate thread: if the thread runs out of memory, only the thread ends, and
 * the caller receives the reason. */
import { getHeapStatistics } from 'node:v8';
import { Tinypool } from 'tinypool';
import { UsageError } from '../exit.ts';

/** Why nothing was checked. An error loses its class between threads. */
export interface Refused {
  readonly refused: string;
}

/** The thread ran out of memory; `outOf` says which limit it hit, and what to do. */
export interface OutOfMemory {
  readonly outOf: string;
}

/** Returns the answer of the worker, a module of this folder. @throws UsageError with the worker's reason if
 * it refuses. */
export async function inAThread<Answer extends object>(
  worker: string,
  task: object,
): Promise<Answer | OutOfMemory> {
  const memoryMb = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
  const pool = new Tinypool({
    filename: new URL(worker, import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  try {
    const answer: Answer | Refused = await pool.run(task);
    if ('refused' in answer) throw new UsageError(answer.refused);
    return answer;
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    return {
      outOf: `it ran out of its ${memoryMb} MB; NODE_OPTIONS=--max-old-space-size=${2 * memoryMb} gives it twice as much`,
    };
  } finally {
    await pool.destroy();
  }
}

/** Tests whether the heap is full, or a typed array could not be allocated outside of it. */
function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isHeap = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return (
    isHeap ||
    /^(Array buffer allocation failed|Invalid (array|typed array) length)/.test(error.message)
  );
}
