/** `api` on the sim: what a run of a minute reaches, and that faults end none of its operations by a bug. */
import { expect, test } from 'vitest';
import { simPlan } from '../../oracle/sim-plan.ts';
import { simulate } from '../../oracle/simulate.ts';

/** Three servers, two threads each: the defaults of `zoobreak run`. */
const defaults = { workload: 'api', nodes: 3, concurrency: 6 } as const;

test('a minute at default flags reaches every aim', async () => {
  const { history, verdicts } = await simulate(simPlan({ ...defaults, nemeses: ['none'] }));
  expect(history).not.toContain('"threw"');
  expect(verdicts).toMatchObject([{ checker: 'coverage', verdict: { valid: true } }]);
  expect(verdicts[0]?.verdict.notes).toBeUndefined();
});

test('the last reads see every server, by every kind of read', async () => {
  const plan = simPlan({ ...defaults, nemeses: ['none'], timeLimitMs: 2_000 });
  const { history } = await simulate(plan);
  const lines = history.trimEnd().split('\n');
  const surveys = lines
    .filter(line => line.includes('"f":"survey"') && line.includes('"type":"ok"'))
    .map(line => /"read":"(\w+)".*"node":"(n\d)"/.exec(line)?.slice(1).join(' ') ?? line);
  expect(new Set(surveys).size).toBe(3 * 6);
});

test('under faults it goes on', async () => {
  const nemeses = ['partition', 'kill', 'pause', 'client'];
  const plan = simPlan({ ...defaults, nemeses, timeLimitMs: 15_000, nemesisIntervalMs: 3_000 });
  const { history, verdicts } = await simulate(plan);
  expect(history).not.toContain('"threw"');
  expect(verdicts).toMatchObject([{ verdict: { valid: true } }]);
});
