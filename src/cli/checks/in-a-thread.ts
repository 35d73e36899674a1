/** Judges a large history file in a thread of its own: one that runs out of memory ends alone, and is said to. */
import { getHeapStatistics } from 'node:v8';
import { Tinypool } from 'tinypool';
import { unknown } from '../../checker/verdict.ts';
import type { Verdict } from '../../contract.ts';
import { UsageError } from '../exit.ts';
import type { CheckedFile } from './check-file.ts';
import type { FileAnswer, FileTask } from './file-worker.ts';

/** Returns what the thread found; unknown where its memory did not suffice.
 * @throws UsageError where the file is no history that the model can judge. */
export async function inAThread(task: FileTask): Promise<CheckedFile> {
  const memoryMb = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
  const pool = new Tinypool({
    filename: new URL('./file-worker.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  try {
    const answer: FileAnswer = await pool.run(task);
    if ('refused' in answer) throw new UsageError(answer.refused);
    return answer;
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    return { verdict: outOf(memoryMb), note: undefined };
  } finally {
    await pool.destroy();
  }
}

/** Of its heap, or of what is beside it: typed arrays. */
function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isHeap = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return (
    isHeap ||
    /^(Array buffer allocation failed|Invalid (array|typed array) length)/.test(error.message)
  );
}

function outOf(memoryMb: number): Verdict {
  return unknown(
    `it ran out of its ${memoryMb} MB; NODE_OPTIONS=--max-old-space-size=${2 * memoryMb} gives it twice as much`,
  );
}
