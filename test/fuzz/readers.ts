/** The law of every reader: it reads or refuses, at once. */
import fc from 'fast-check';
import { changedBytes } from './changed-bytes.ts';
import { type FuzzTarget, inScratch } from './target.ts';

interface Amount {
  readonly inputs: number;
  /** CPU time that the reader may take for the some hundred bytes of one: a busy machine is no hang. */
  readonly mostMs: number;
}

/** Checks a reader on a number of inputs.
 * @throws Error of fast-check with the smallest input that crashes it or takes too long. */
export async function fuzz(target: FuzzTarget, { inputs, mostMs }: Amount): Promise<void> {
  await inScratch(async folder => {
    const readsOrRefuses = async (bytes: Buffer): Promise<void> => {
      const tookMs = await timeOf(target, bytes, folder);
      if (tookMs > mostMs)
        throw new Error(`expected an end within ${mostMs} ms of CPU time, found ${tookMs} ms`);
    };
    const property = fc.asyncProperty(changedBytes(target.seeds), readsOrRefuses);
    await fc.assert(property, { numRuns: inputs });
  });
}

/** @throws what the reader throws, unless it refuses the bytes. */
async function timeOf(target: FuzzTarget, bytes: Buffer, folder: string): Promise<number> {
  const start = process.cpuUsage();
  try {
    await target.read(bytes, folder);
  } catch (error) {
    if (!target.isRefusal(error)) throw error;
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
