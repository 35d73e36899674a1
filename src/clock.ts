/** Time: the one place that reads a clock or waits. A virtual clock has the same shape. */

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Nanoseconds since this clock's origin, monotonic, an integer below 2^53. */
  nowNs(): number;
  /** Milliseconds since the Unix epoch, for names and logs only. */
  wallMs(): number;
  /** Calls `callback` once, `delayMs` from now, unless cancelled. */
  after(delayMs: number, callback: () => void): Timer;
  /** Resolves after `delayMs`; rejects with the signal's reason when it aborts first. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own time, its origin at the moment of the call. */
export function systemClock(): Clock {
  const origin = process.hrtime.bigint();
  const after = (delayMs: number, callback: () => void): Timer => {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  };
  return {
    nowNs: () => Number(process.hrtime.bigint() - origin),
    wallMs: () => Date.now(),
    after,
    sleep: (delayMs, signal) => sleep(after, delayMs, signal),
  };
}

/** A sleep made of a timer: every clock's `sleep`. */
export function sleep(after: Clock['after'], delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = (): void => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = after(delayMs, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** A signal that aborts with a `DeadlineError` after `delayMs`, or with its parent. Cancel it when done. */
export function deadline(
  clock: Clock,
  delayMs: number,
  what: string,
  parent?: AbortSignal,
): { readonly signal: AbortSignal; cancel(): void } {
  const controller = new AbortController();
  const follow = (): void => controller.abort(parent?.reason);
  if (parent?.aborted) follow();
  parent?.addEventListener('abort', follow, { once: true });
  const timer = clock.after(delayMs, () => controller.abort(new DeadlineError(what, delayMs)));
  const cancel = (): void => {
    timer.cancel();
    parent?.removeEventListener('abort', follow);
  };
  return { signal: controller.signal, cancel };
}

/** A wait that took longer than it was allowed to. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  constructor(what: string, limitMs: number) {
    super(`${what}: not done within ${limitMs} ms`);
  }
}
