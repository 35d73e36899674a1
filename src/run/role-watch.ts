/** Looks at the nodes' roles as the run goes: roles.jsonl, and how often another node came to lead. */
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Clock, deadline } from '../clock.ts';
import type { Ensemble, NodeName, Role } from '../contract.ts';
import type { Log } from '../log.ts';

const POLL_MS = 500;
/** A node that takes longer is seen with the next look. */
const LOOK_MS = 3000;

/** A line of roles.jsonl: written when it differs from the one before. */
export interface RolesSeen {
  /** Nanoseconds since the run's origin. */
  readonly time: number;
  readonly roles: Readonly<Record<string, Role>>;
}

export interface RoleWatchOptions {
  readonly ensemble: Ensemble;
  readonly clock: Clock;
  /** Path of roles.jsonl. */
  readonly path: string;
  readonly log: Log;
  /** Told of every look. */
  readonly onRoles: (roles: ReadonlyMap<NodeName, Role>) => void;
}

/** Looks until the signal aborts, then resolves. A look that fails is logged. */
export async function watchRoles(options: RoleWatchOptions, signal: AbortSignal): Promise<void> {
  const { clock, path, onRoles } = options;
  let last = '';
  while (!signal.aborted) {
    const roles = await look(options, signal);
    if (roles !== undefined) {
      onRoles(roles);
      const seen = JSON.stringify(Object.fromEntries(roles));
      if (seen !== last) appendFileSync(path, `{"time":${clock.nowNs()},"roles":${seen}}\n`);
      last = seen;
    }
    await clock.sleep(POLL_MS, signal).catch(() => signal.aborted);
  }
}

async function look(
  { ensemble, clock, log }: RoleWatchOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<NodeName, Role> | undefined> {
  const limit = deadline(clock, LOOK_MS, 'asking for the roles', signal);
  try {
    return await ensemble.roles(limit.signal);
  } catch (error) {
    if (!signal.aborted) log.debug('roles are not known', { error: String(error) });
    return undefined;
  } finally {
    limit.cancel();
  }
}

/** The whole lines of the roles.jsonl at a path; none where there is no such file. */
export async function readRoles(path: string): Promise<readonly RolesSeen[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): RolesSeen => JSON.parse(line));
}

/** How often a node came to lead after another one had: a lower bound, since nobody looks in between. */
export function electionsIn(timeline: readonly RolesSeen[]): number {
  const leaders = timeline.flatMap(({ roles }) => {
    const leading = Object.keys(roles).filter(node => roles[node] === 'leader');
    return leading.length === 1 ? leading : [];
  });
  return leaders.filter((leader, at) => at > 0 && leader !== leaders[at - 1]).length;
}
