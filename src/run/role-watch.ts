/** Reads the nodes' roles while the run lasts, and stores each change in roles.jsonl. */
import { type Clock, deadline } from '../clock.ts';
import type { Ensemble, NodeName, Role } from '../contract.ts';
import type { Log } from '../log.ts';
import { appendRoles } from '../store/roles.ts';

const POLL_MS = 500;
/** A node that takes longer is seen with the next look. */
const LOOK_MS = 3000;

export interface RoleWatchOptions {
  readonly ensemble: Ensemble;
  readonly clock: Clock;
  /** The run's folder. */
  readonly folder: string;
  readonly log: Log;
  /** Called with each observation. */
  readonly onRoles: (roles: ReadonlyMap<NodeName, Role>) => void;
}

/** Observes roles until the signal aborts, then resolves. A failed observation is logged. */
export async function watchRoles(options: RoleWatchOptions, signal: AbortSignal): Promise<void> {
  const { clock, folder, onRoles } = options;
  let last = '';
  while (!signal.aborted) {
    const roles = await look(options, signal);
    if (roles !== undefined) {
      onRoles(roles);
      const named = Object.fromEntries(roles);
      const seen = JSON.stringify(named);
      if (seen !== last) appendRoles(folder, { time: clock.nowNs(), roles: named });
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
