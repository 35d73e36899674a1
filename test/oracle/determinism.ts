/** Whether a seed gives one history and one trace: each of COUNT seeds (default 20) is run in two processes, of which
 *  the second has a busy loop beside it, and their bytes are compared.
 *    node dist/test/oracle/determinism.js [COUNT]
 *  Exits with 1 where two differ. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { honestPlans } from './honest-runs.ts';
import { simulate } from './simulate.ts';

const SELF = fileURLToPath(import.meta.url);
const BUSY = 'for (;;);';

const [first = '20', second] = process.argv.slice(2);
if (second === undefined) process.exitCode = (await compare(Number(first))) ? 0 : 1;
else await digests(Number(first), second === 'busy');

async function compare(count: number): Promise<boolean> {
  const [idle, busy] = await Promise.all(
    ['idle', 'busy'].map(async load => {
      const { stdout } = await promisify(execFile)(process.execPath, [SELF, `${count}`, load]);
      return stdout.trim().split('\n');
    }),
  );
  const differing = idle?.filter((line, at) => line !== busy?.[at]) ?? [];
  for (const line of idle ?? [])
    console.log(`${differing.includes(line) ? 'DIFFERS' : 'same'} ${line}`);
  console.log(
    `${count - differing.length} of ${count} seeds give the same history and trace in two processes`,
  );
  return differing.length === 0 && idle?.length === count && busy?.length === count;
}

/** A line a seed: the run, and the hash of its history and its trace. */
async function digests(count: number, isBusy: boolean): Promise<void> {
  const beside = isBusy ? new Worker(BUSY, { eval: true }) : undefined;
  for (const plan of honestPlans(count)) {
    const { digest } = await simulate(plan);
    console.log(`seed ${plan.seed} ${plan.workload} ${plan.nemeses.join('+')} ${digest}`);
  }
  await beside?.terminate();
}
