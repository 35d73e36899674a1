/** Calls a verb, and turns what it throws into one message and an exit code. */
import { CommanderError } from 'commander';
import { StoreError } from '../store/store-error.ts';
import { EXIT, UsageError } from './exit.ts';
import { program } from './program.ts';
import type { Terminal } from './terminal.ts';
import { packageVersion } from './versions.ts';

/** The exit code for these arguments, without those of Node and the script. */
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

/** Tells what was thrown. Commander has told its own errors, and throws for --help too. */
export function failed(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.valid : EXIT.usage;
  if (error instanceof UsageError || error instanceof StoreError) {
    terminal.err(`zoobreak: ${error.message}\n`);
    return EXIT.usage;
  }
  terminal.err(`zoobreak crashed: ${isOfSystem(error) ? error.message : stackOf(error)}\n`);
  return EXIT.crash;
}

/** Whether the system refused something, as to write on a full disk: no defect of ours, so its words are enough. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && ('syscall' in error || isOfSystem(error.cause));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
