/** Runs on the sim in worker threads, as many at once as there are cores. */
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import { Slots } from '../../src/cli/runs/slots.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import type { Judged, SimTask } from './sim-task.ts';

/** A run during which this process works for longer stands still: a mutant may loop for ever. Time on the wall says
 *  nothing of a run on a machine that has other work. Milliseconds. */
const LIMIT_MS = 240_000;
const WATCH_MS = 1_000;
/** Copies of the sim are never unloaded. */
const RECYCLE_BYTES = 1.2e9;

/** Rejects where the run crashes, or stands still. */
export type Sim = (plan: TestPlan, mutant?: string) => Promise<Judged>;

export async function withSims<T>(act: (sim: Sim) => Promise<T>): Promise<T> {
  const threads = availableParallelism();
  const filename = new URL('./sim-task.js', import.meta.url).href;
  const pool = new Tinypool({
    filename,
    minThreads: threads,
    maxThreads: threads,
    maxMemoryLimitBeforeRecycle: RECYCLE_BYTES,
  });
  // A run waits here and not in the pool, so that its limit counts from its start.
  const slots = new Slots(threads);
  try {
    return await act((plan, mutant) =>
      slots.use(() => run(pool, { plan, ...(mutant !== undefined && { mutant }) })),
    );
  } finally {
    await pool.destroy();
  }
}

async function run(pool: Tinypool, task: SimTask): Promise<Judged> {
  const limit = new AbortController();
  const before = process.cpuUsage();
  const watch = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 > LIMIT_MS) limit.abort();
  }, WATCH_MS);
  try {
    return await pool.run(task, { signal: limit.signal });
  } finally {
    clearInterval(watch);
  }
}

/** Looks at as many items at once as there are cores, so that what is found is reported early. */
export function eachOf<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const slots = new Slots(availableParallelism());
  return Promise.all(items.map(item => slots.use(() => act(item))));
}
