/** Runs on the sim in worker threads, as many at once as there are cores. */
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { TestPlan } from '../../src/store/records/plan.ts';
import type { Judged } from './sim-task.ts';

export type Sim = (plan: TestPlan) => Promise<Judged>;

export async function withSims<T>(act: (sim: Sim) => Promise<T>): Promise<T> {
  const threads = availableParallelism();
  const filename = new URL('./sim-task.js', import.meta.url).href;
  const pool = new Tinypool({ filename, minThreads: threads, maxThreads: threads });
  try {
    return await act(plan => pool.run(plan));
  } finally {
    await pool.destroy();
  }
}
