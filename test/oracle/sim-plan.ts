/** Plans of runs on the sim. */
import type { TestPlan } from '../../src/store/records/plan.ts';

/** A minute of register on five nodes under every fault, except for `changes`. */
export function simPlan(changes: Partial<TestPlan>): TestPlan {
  return {
    workload: 'register',
    nemeses: ['partition', 'clock', 'kill', 'pause'],
    target: 'sim',
    server: '3.9.6',
    nodes: 5,
    observers: 0,
    concurrency: 10,
    rate: 200,
    timeLimitMs: 60_000,
    nemesisIntervalMs: 10_000,
    keys: 8,
    reads: 'quorum',
    clients: 'pinned',
    sessionTimeoutMs: 6_000,
    operationTimeoutMs: 5_000,
    seed: 1,
    leaveRunning: false,
    ...changes,
  };
}
