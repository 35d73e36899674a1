/** The `elle-ts` command. */
import { ERROR, run } from './run.ts';

// unheard, it would end the process with 1, which means invalid
process.stdout.on('error', cause => {
  process.stderr.write(`elle-ts: the verdicts cannot be written: ${cause.message}\n`);
  process.exit(ERROR);
});

process.exitCode = await run(process.argv.slice(2), {
  out: text => process.stdout.write(`${text}\n`),
  error: text => process.stderr.write(`${text}\n`),
});
