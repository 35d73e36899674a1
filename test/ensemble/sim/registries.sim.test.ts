/** Everything that runs on real servers runs on the model, under the same names and unchanged, except the faults
 *  that it refuses before the start. */
import { describe, expect, test } from 'vitest';
import { nemeses } from '../../../nemesis/registry.ts';
import { sim } from '../../../src/ensemble/sim/entry.ts';
import type { TestPlan } from '../../../src/store/records/plan.ts';
import { workloads } from '../../../workloads/registry.ts';
import { simPlan } from '../../oracle/sim-plan.ts';
import { simulate } from '../../oracle/simulate.ts';

/** As short as a fault and its healing. */
const brief = (changes: Partial<TestPlan>): TestPlan =>
  simPlan({
    nodes: 3,
    concurrency: 3,
    rate: 40,
    timeLimitMs: 1_500,
    nemesisIntervalMs: 500,
    ...changes,
  });

const named = <T extends { readonly name: string }>(entries: readonly T[]): readonly string[] =>
  entries.map(({ name }) => name);

/** Functions of the operations of a history that succeeded, by clients or by the nemesis. */
function done(history: string): { readonly clients: number; readonly faults: ReadonlySet<string> } {
  const lines = history.trimEnd().split('\n');
  const faults = lines.filter(line => line.includes('"verified":true'));
  return {
    clients: lines.filter(line => line.includes('"type":"ok"')).length,
    faults: new Set(faults.map(line => /"f":"([^"]+)"/.exec(line)?.[1] ?? '')),
  };
}

describe('every workload', () => {
  test.each(named(workloads))('%s', async workload => {
    const { history, verdicts } = await simulate(brief({ workload, nemeses: ['partition'] }));
    expect(done(history).clients).toBeGreaterThan(0);
    expect(verdicts.map(({ verdict }) => verdict.valid)).not.toContain(false);
  });
});

describe('every nemesis that the sim does', () => {
  const modelled = nemeses.filter(
    ({ faults }) => !faults.some(fault => sim.cannot?.includes(fault)),
  );
  test.each(named(modelled).filter(name => name !== 'none'))('%s', async nemesis => {
    const { history, verdicts } = await simulate(brief({ nemeses: [nemesis] }));
    expect(done(history).faults.size).toBeGreaterThan(0);
    expect(verdicts.map(({ verdict }) => verdict.valid)).not.toContain(false);
  });
});
