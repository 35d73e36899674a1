/** The law of every reader: it reads or refuses, at once. */
import fc from 'fast-check';
import { changedBytes } from './changed-bytes.ts';
import { type FuzzTarget, inScratch } from './targets.ts';

/** For some hundred bytes. */
const MOST_MS = 2000;

/** Checks a reader on a number of inputs.
 * @throws Error of fast-check with the smallest input that crashes it or takes too long. */
export async function fuzz(target: FuzzTarget, inputs: number): Promise<void> {
  await inScratch(folder =>
    fc.assert(
      fc.asyncProperty(changedBytes(target.seeds), bytes => readsOrRefuses(target, bytes, folder)),
      { numRuns: inputs },
    ),
  );
}

async function readsOrRefuses(target: FuzzTarget, bytes: Buffer, folder: string): Promise<void> {
  const start = performance.now();
  try {
    await target.read(bytes, folder);
  } catch (error) {
    if (!target.isRefusal(error)) throw error;
  }
  const tookMs = performance.now() - start;
  if (tookMs > MOST_MS) throw new Error(`expected an end within ${MOST_MS} ms, found ${tookMs} ms`);
}
