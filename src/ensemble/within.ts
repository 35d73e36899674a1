/** Waits for what others do. */
import { setMaxListeners } from 'node:events';

/** Returns the promise's outcome, or the signal's reason when it aborts first. What was begun continues
 * unobserved. */
export function within<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    setMaxListeners(0, signal); // one signal bounds many waits at once
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Returns all values, once every promise has settled: after a failure nothing continues unobserved. @throws
 * the first failure. */
export async function settled<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
