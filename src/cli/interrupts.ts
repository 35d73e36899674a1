/** Handles Ctrl-C: the first asks a run to stop its load and finish, the second to stop at once. */
import type { Clock } from '../clock.ts';

export interface Interrupts {
  /** Aborted by the first Ctrl-C: stop the load, then heal, check and report. */
  readonly stop: AbortSignal;
  /** Aborted by the second Ctrl-C. */
  readonly abort: AbortSignal;
  /** Stops listening. */
  release(): void;
}

/** Includes SIGHUP: the window was closed, or its connection lost. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal signals every foreground process and npx passes the signal on: two signals within this time are
 * one Ctrl-C. */
const ONE_SIGNAL_NS = 500e6;

/** Listens for signals that ask for an end, until released; calls `say` with one line for each. */
export function listen(clock: Clock, say: (line: string) => void): Interrupts {
  const stop = new AbortController();
  const abort = new AbortController();
  let lastNs = Number.NEGATIVE_INFINITY;
  const interrupted = (): void => {
    const isEcho = clock.nowNs() - lastNs < ONE_SIGNAL_NS;
    lastNs = clock.nowNs();
    if (isEcho) return;
    say(stop.signal.aborted ? 'Stopping at once.' : STOPPING);
    (stop.signal.aborted ? abort : stop).abort(new Error('interrupted by the user'));
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

const STOPPING =
  'Stopping: a load is healed, checked and reported; an ensemble that starts is removed. Ctrl-C again stops at once.';
