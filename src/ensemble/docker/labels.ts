/** Labels on everything a run makes in the engine, so that it can be found and removed. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** On every container, network and volume of ours. */
const OURS = 'zoobreak';
const RUN = 'zoobreak.run';
const NODE = 'zoobreak.node';
const PART = 'zoobreak.part';
const CONTROLLER = 'zoobreak.controller';

/** `net` is the sidecar that owns a node's network, `server` the server in it. */
type Part = 'net' | 'server';
export type Labels = Record<string, string>;

export function runLabels(runId: string): Labels {
  return { [OURS]: '', [RUN]: runId, [CONTROLLER]: controllerOf(process.pid) };
}

export function nodeLabels(runId: string, node: string, part: Part): Labels {
  return { ...runLabels(runId), [NODE]: node, [PART]: part };
}

/** The engine's filter for everything of one run, or of all runs. */
export function filterOf(runId?: string): { readonly label: string[] } {
  return { label: [runId === undefined ? OURS : `${RUN}=${runId}`] };
}

export function runOf(labels: Readonly<Labels> | undefined): string | undefined {
  return labels?.[RUN];
}

/** Whether the process that made it still runs here; of another host's processes nothing is known. */
export function mayBeLive(labels: Readonly<Labels> | undefined): boolean {
  const [host, pid] = (labels?.[CONTROLLER] ?? '').split(' ');
  if (host === undefined || pid === undefined) return false;
  return host !== hostname() || controllerOf(Number(pid)) === labels?.[CONTROLLER];
}

/** Returns `HOST PID START`: a process, distinguished from a later one of the same number. */
function controllerOf(pid: number): string {
  return `${hostname()} ${pid} ${startOf(pid)}`;
}

/** Clock ticks from boot to the process's start; `gone` where there is no such process. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? 'unknown';
  } catch {
    return isAlive(pid) ? 'unknown' : 'gone';
  }
}

/** For systems without /proc. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
