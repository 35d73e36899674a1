/** Calls a verb, and turns its errors into one message and an exit code. */
import { CommanderError } from 'commander';
import { StoreError } from '../store/store-error.ts';
import { EXIT, UsageError } from './exit.ts';
import { program } from './program.ts';
import type { Terminal } from './terminal.ts';
import { packageVersion } from './versions.ts';

/** Returns the exit code for these arguments (without Node's and the script's). */
export async function call(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.crash;
  const done = (result: number): void => {
    code = result;
  };
  try {
    await program(terminal, packageVersion(), done).parseAsync([...args], { from: 'user' });
  } catch (error) {
    return failed(error, terminal);
  }
  return code;
}

/** Prints the error. Commander has already printed its own errors, and also throws for --help. */
export function failed(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.valid : EXIT.usage;
  if (error instanceof UsageError || error instanceof StoreError) {
    terminal.err(`zoobreak: ${error.message}\n`);
    return EXIT.usage;
  }
  terminal.err(`zoobreak crashed: ${isOfSystem(error) ? error.message : stackOf(error)}\n`);
  return EXIT.crash;
}

/** Tests whether the system refused an operation, such as writing to a full disk. That is no defect of ours,
 * so the system's message is enough. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && ('syscall' in error || isOfSystem(error.cause));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
