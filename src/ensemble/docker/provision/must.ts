/** Commands that must succeed, their failure said in words. */
import type { ProcessPromise } from 'zx/core';

const TAIL_LINES = 8;

/** @throws {Error} with the end of what the command printed, where it fails. */
export async function must(what: string, command: ProcessPromise): Promise<void> {
  const { exitCode, signal, stdall } = await command.nothrow();
  if (exitCode === 0) return;
  const tail = stdall.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  throw new Error(
    `${what} failed with ${signal ?? `exit code ${exitCode}`}; it printed last:\n${tail}`,
  );
}
