/** How long verbs take that run nothing, from start to end of the process: 150 ms is the aim of `--help`, 250 ms that of
 * the others. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const RUNS = 21;
const MAIN = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

for (const [what, args] of [
  ['node alone', ['-e', '0']],
  ['zoobreak --help', [MAIN, '--help']],
  ['zoobreak run --help', [MAIN, 'run', '--help']],
  ['zoobreak list', [MAIN, 'list']],
  ['zoobreak doctor, which asks Docker', [MAIN, 'doctor']],
] as const) {
  const { median, least } = timesOf(args);
  console.log(`${what}: median ${median} ms, least ${least} ms of ${RUNS}`);
}

/** Whole milliseconds. */
function timesOf(args: readonly string[]): { readonly median: number; readonly least: number } {
  const times = Array.from({ length: RUNS }, () => timeOf(args)).sort((a, b) => a - b);
  const at = (place: number): number => Math.round(times[place] ?? 0);
  return { median: at(Math.floor(RUNS / 2)), least: at(0) };
}

function timeOf(args: readonly string[]): number {
  const start = performance.now();
  spawnSync(process.execPath, args);
  return performance.now() - start;
}
