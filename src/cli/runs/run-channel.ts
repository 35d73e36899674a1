/** The channel from a run to the matrix that started it in a separate process: one message over Node's IPC
 * channel, sent when the run has its folder. A run's stderr is only for people. */

/** The absolute folder of the results. */
interface RunStarted {
  readonly started: string;
}

/** Reports the folder to the parent process; does nothing if no parent listens. */
export function reportStart(folder: string): void {
  const message: RunStarted = { started: folder };
  // A parent that has exited is no error of the run.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

/** Returns the folder in a message from a run; undefined for any other message. */
export function startedIn(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('started' in message)) return undefined;
  return typeof message.started === 'string' ? message.started : undefined;
}
