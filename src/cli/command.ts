/** Runs the command line as a process, from its arguments to its exit code. */
import { call, failed } from './call.ts';
import { flushed, processTerminal } from './terminal.ts';

/** Ends the process. */
export async function command(): Promise<never> {
  const terminal = processTerminal();
  process.on('uncaughtException', error => process.exit(failed(error, terminal)));
  const code = await call(process.argv.slice(2), terminal);
  await flushed();
  process.exit(code);
}
