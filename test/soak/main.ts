/** `npm run soak -- [--runs N] [--target NAME] [--time-limit S] [-- FLAGS OF zoobreak run]`: short runs, one after the
 *  other, in one process. After each it counts what the process holds and what is left in the engine; at the end it
 *  prints a table, and exits with 1 where anything grew. A run that crashes ends it with 255. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { call } from '../../src/cli/call.ts';
import { EXIT } from '../../src/cli/exit.ts';
import { growthOf, growthTable, type Sample } from './growth.ts';
import { engineSample, processSample } from './sample.ts';

const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    target: { type: 'string', default: 'sim' },
    'time-limit': { type: 'string', default: '2' },
  },
  allowPositionals: true,
});
const runs = Number(values.runs);
/** What the runs differ in, so that each part of a run is done. */
const WORKLOADS = ['register', 'lock', 'set', 'watch'];
const NEMESES = ['none', 'kill', 'partition'];
const SHOWN_EVERY = 20;

/** Does one run in this process, whose results are removed.
 * @throws Error with what it printed where it crashed. */
async function runOnce(seed: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-soak-'));
  let printed = '';
  const print = (text: string): void => {
    printed += text;
  };
  const flags = [
    ...['run', '--quiet', '--seed', `${seed}`, '--target', values.target],
    ...['--time-limit', values['time-limit']],
    ...['--workload', WORKLOADS[seed % WORKLOADS.length] ?? ''],
    ...['--nemesis', NEMESES[seed % NEMESES.length] ?? ''],
    ...positionals,
  ];
  try {
    const code = await call(flags, { out: print, err: print, environment: process.env, folder });
    if (code === EXIT.crash || code === EXIT.usage)
      throw new Error(`${flags.join(' ')}\n${printed}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function sample(): Promise<Sample> {
  return { ...(values.target === 'docker' && (await engineSample())), ...processSample() };
}

const samples: Sample[] = [];
for (let seed = 1; seed <= runs; seed++) {
  await runOnce(seed);
  samples.push(await sample());
  if (seed % SHOWN_EVERY === 0) console.log(`${seed} runs: ${JSON.stringify(samples.at(-1))}`);
}
const rows = growthOf(samples);
console.log(growthTable(rows));
process.exit(rows.some(({ isGrowing }) => isGrowing) ? 1 : 0);
