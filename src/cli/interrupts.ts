/** Ctrl-C: the first asks a run to stop its load and finish, the second to stop at once. */

export interface Interrupts {
  /** Aborted by the first: no more load, but heal, check and report. */
  readonly stop: AbortSignal;
  /** Aborted by the second. */
  readonly abort: AbortSignal;
  /** Listens no more. */
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Listens to SIGINT and SIGTERM until released; `say` gets one line for each. */
export function listen(say: (line: string) => void): Interrupts {
  const stop = new AbortController();
  const abort = new AbortController();
  const interrupted = (): void => {
    if (stop.signal.aborted) {
      say('Stopping at once.');
      abort.abort(new Error('interrupted twice'));
      return;
    }
    say('Stopping the load; healing, checking and reporting. Once more to stop at once.');
    stop.abort(new Error('interrupted'));
  };
  for (const name of SIGNALS) process.on(name, interrupted);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release: () => {
      for (const name of SIGNALS) process.off(name, interrupted);
    },
  };
}
