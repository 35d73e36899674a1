#!/usr/bin/env node
/** The `zoobreak` command: calls a verb, turns what it throws into one message and an exit code. */
import { CommanderError } from 'commander';
import { EXIT, UsageError } from './exit.ts';
import { program } from './program.ts';
import { flushed, processTerminal } from './terminal.ts';
import { packageVersion } from './version.ts';

const terminal = processTerminal();
/** Node's own code for what nobody caught is 1, which here means invalid. */
process.on('uncaughtException', error => process.exit(failed(error)));
const code = await main(process.argv.slice(2));
await flushed();
process.exit(code);

async function main(args: readonly string[]): Promise<number> {
  let code: number = EXIT.crash;
  const done = (result: number): void => {
    code = result;
  };
  try {
    await program(terminal, packageVersion(), done).parseAsync([...args], { from: 'user' });
  } catch (error) {
    return failed(error);
  }
  return code;
}

function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.valid : EXIT.usage;
  if (error instanceof UsageError) {
    terminal.err(`zoobreak: ${error.message}\n`);
    return EXIT.usage;
  }
  terminal.err(`zoobreak crashed: ${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.crash;
}
