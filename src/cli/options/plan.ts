/** From the settings of a `zoobreak run` to the plan of each of its runs. */
import type { SshPlan, TestPlan } from '../../store/plan.ts';
import type { Settings } from './settings.ts';

/** How long the servers keep the session of a client that is not heard. */
const SESSION_TIMEOUT_MS = 6_000;
/** How long a client waits for a reply before the operation is in doubt. */
const OPERATION_TIMEOUT_MS = 5_000;

/** The plan of a run with this seed. */
export function planOf(settings: Settings, seed: number): TestPlan {
  const { workload, target, server, nodes, observers, rate, keys, reads, clients } = settings;
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
    ...targetOptionsOf(settings),
    seed,
    leaveRunning: settings.leaveDbRunning,
  };
}

/** What a target is opened with besides log, clock and seed. */
export function targetOptionsOf(settings: Settings): Pick<TestPlan, 'ssh' | 'bug'> {
  const { bug } = settings;
  return { ...sshOf(settings), ...(bug !== undefined && { bug }) };
}

/** Nothing where the target has no machines of its own. */
export function sshOf(settings: Settings): { readonly ssh?: SshPlan } {
  const { target, nodesFile, username, sshPrivateKey, sshPort, knownHosts, sudo } = settings;
  if (target !== 'ssh' || nodesFile === undefined) return {};
  return {
    ssh: {
      nodesFile,
      ...(username !== undefined && { username }),
      ...(sshPrivateKey !== undefined && { sshPrivateKey }),
      ...(sshPort !== undefined && { sshPort }),
      ...(knownHosts !== undefined && { knownHosts }),
      sudo,
    },
  };
}

/** `6` -> 6; `2n` -> two a node. */
function threadsOf(concurrency: number | string, nodes: number): number {
  const text = String(concurrency);
  return text.endsWith('n') ? Number(text.slice(0, -1)) * nodes : Number(text);
}
