/** One listener per signal, however many wait for it: Node warns of more than ten. */

const waiters = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls back when the signal aborts. Returns how to stop waiting. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = waiters.get(signal) ?? listening(signal);
  callbacks.add(callback);
  return () => void callbacks.delete(callback);
}

function listening(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  waiters.set(signal, callbacks);
  const abort = (): void => {
    for (const callback of callbacks) callback();
  };
  signal.addEventListener('abort', abort, { once: true });
  return callbacks;
}
