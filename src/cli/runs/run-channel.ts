/** The channel from a run to the matrix that started it in a process of its own: one message over the IPC
 *  channel of Node, sent when the run has its folder. What a run writes to stderr is for people alone. */

/** The absolute folder of the results. */
interface RunStarted {
  readonly started: string;
}

/** Reports the folder to the process that started this one; does nothing where none is listening. */
export function reportStart(folder: string): void {
  const message: RunStarted = { started: folder };
  // A parent that has gone away is no error of the run.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

/** Returns the folder in a message from a run; undefined where it is another message. */
export function startedIn(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('started' in message)) return undefined;
  return typeof message.started === 'string' ? message.started : undefined;
}
