/** Limits and defaults for checks from the command line. */
import { availableParallelism } from 'node:os';
import type { Clock } from '../../clock.ts';
import type { CheckOptions } from '../../judge/check.ts';

/** The limits of one checker on one shard of the keys. */
export const LIMITS: CheckOptions['limits'] = { timeMs: 120_000, memoryMb: 2_048 };

export function checkOptions(clock: Clock, signal: AbortSignal): CheckOptions {
  return {
    workerUrl: new URL('./check-worker.js', import.meta.url),
    threads: availableParallelism(),
    limits: LIMITS,
    clock,
    signal,
  };
}
