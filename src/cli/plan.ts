/** From the settings of a `zoobreak run` to the plan of each of its runs. */
import type { TestPlan } from '../runner/plan.ts';
import type { Settings } from './settings.ts';

/** How long the servers keep the session of a client that is not heard. */
const SESSION_TIMEOUT_MS = 6_000;
/** How long a client waits for a reply before the operation is in doubt. */
const OPERATION_TIMEOUT_MS = 5_000;

/** The plan of a run with this seed. */
export function planOf(settings: Settings, seed: number): TestPlan {
  const { workload, target, server, nodes, observers, rate, keys, reads, clients, bug } = settings;
  return {
    workload,
    nemeses: settings.nemesis,
    target,
    server,
    nodes,
    observers,
    concurrency: threadsOf(settings.concurrency, nodes + observers),
    rate,
    timeLimitMs: settings.timeLimit * 1000,
    nemesisIntervalMs: settings.nemesisInterval * 1000,
    keys,
    reads,
    clients,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    operationTimeoutMs: OPERATION_TIMEOUT_MS,
    ...(settings.fencing === 'claimed' && { fencing: settings.fencing }),
    ...(settings.naive && { naive: settings.naive }),
    ...(bug !== undefined && { bug }),
    seed,
    leaveRunning: settings.leaveDbRunning,
  };
}

/** `6` -> 6; `2n` -> two a node. */
function threadsOf(concurrency: number | string, nodes: number): number {
  const text = String(concurrency);
  return text.endsWith('n') ? Number(text.slice(0, -1)) * nodes : Number(text);
}
