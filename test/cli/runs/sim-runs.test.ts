/** Seeds in workers: what is told depends neither on how many there are nor on which ends first. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAll, type SimRuns } from '../../../src/cli/runs/sim-runs.ts';
import { systemClock } from '../../../src/clock.ts';
import type { RunReport } from '../../../src/report/run-report.ts';
import { never } from '../../kit/never.ts';
import { INVALID, sampleRun, VALID } from '../../kit/sample-run.ts';
import { simPlan } from '../../oracle/sim-plan.ts';

let from: string;
beforeAll(async () => {
  from = await mkdtemp(join(tmpdir(), 'zoobreak-'));
});
afterAll(() => rm(from, { recursive: true }));

/** The seeds of the runs that were told of, in that order; those of odd seeds take longer. */
async function toldOf(jobs: number, stop: AbortSignal = never): Promise<readonly string[]> {
  const told: string[] = [];
  const all: SimRuns = {
    texts: new Map(),
    plans: [1, 2, 3, 4, 5].map(seed => simPlan({ seed })),
    jobs,
    root: join(from, 'results'),
    from,
    clock: systemClock(),
    interrupts: { stop, abort: never, release: () => {} },
    reporter: { onRun: ({ setting, valid }) => void told.push(`${setting.seed} ${valid}`) },
    note: line => told.push(line),
  };
  await runAll(all, async ({ plan: { seed } }): Promise<RunReport> => {
    if (seed % 2 === 1) await new Promise(resolve => setTimeout(resolve, 20));
    if (seed === 4) throw new Error('out of memory');
    return { ...sampleRun(seed === 3 ? INVALID : VALID), setting: { seed: `${seed}` } };
  });
  return told.map(line => line.replace(/again: .*/, 'again'));
}

test('runs are told of in the order of their seeds, a crash among them', async () => {
  const inOrder = ['1 true', '2 true', '3 false', 'CRASH: out of memory; again', '5 true'];
  expect(await toldOf(1)).toEqual(inOrder);
  expect(await toldOf(4)).toEqual(inOrder);
});

test('after an interrupt none begins', async () => {
  expect(await toldOf(2, AbortSignal.abort())).toEqual([]);
});
