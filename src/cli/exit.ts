/** Exit codes, as Jepsen's, and their order of precedence. */

export const EXIT = {
  valid: 0,
  invalid: 1,
  unknown: 2,
  usage: 254,
  crash: 255,
  interrupted: 130,
} as const;

/** The text for `--help`. */
export const EXIT_HELP = `
Exit codes:
  0    valid: every claim that was checked held
  1    invalid: a claim was broken, the summary says which and by what operations
  2    unknown: nothing was shown either way, the summary says why
  254  bad arguments or configuration; nothing was run
  255  zoobreak or the ensemble crashed
  130  interrupted by Ctrl-C (the first stops the load, heals, checks and reports; the second aborts)
Over several runs or files: crash outweighs invalid, invalid unknown, unknown valid.`;

const WEIGHT: readonly number[] = [EXIT.valid, EXIT.unknown, EXIT.invalid, EXIT.crash];

/** Returns the code of a whole from the codes of its parts; without any part it is unknown. */
export function worst(codes: readonly number[]): number {
  if (codes.length === 0) return EXIT.unknown;
  if (codes.includes(EXIT.interrupted)) return EXIT.interrupted;
  return codes.reduce((a, b) => (WEIGHT.indexOf(a) > WEIGHT.indexOf(b) ? a : b));
}

/** Returns a verdict's exit code. */
export function exitOf(valid: boolean | 'unknown'): number {
  if (valid === 'unknown') return EXIT.unknown;
  return valid ? EXIT.valid : EXIT.invalid;
}

/** Combines verdicts: invalid outweighs unknown, unknown outweighs valid; without any verdict it is unknown. */
export function overall(verdicts: readonly (boolean | 'unknown')[]): boolean | 'unknown' {
  if (verdicts.includes(false)) return false;
  return verdicts.length > 0 && verdicts.every(valid => valid === true) ? true : 'unknown';
}

/** The request cannot be carried out; the message gives what was expected, found, where, and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
