/** Makes an ensemble of hosts that were visited: claimed for the run, a server put on each and started. */
import { hostname } from 'node:os';
import type { Clock } from '../../clock.ts';
import type { EnsembleSpec } from '../../contract.ts';
import type { Log } from '../../log.ts';
import { type Member, names } from '../member.ts';
import { settled } from '../within.ts';
import { HostError } from './host-error.ts';
import { install } from './install.ts';
import { type SshNode, sshNode } from './node.ts';
import type { ServerSource } from './server-source.ts';
import type { Visited } from './visit.ts';

interface Building {
  readonly spec: EnsembleSpec;
  readonly source: ServerSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Nodes started but not yet serving. After a failure nothing is left on the hosts.
 * @throws {HostError} */
export async function build(
  visited: readonly Visited[],
  building: Building,
): Promise<readonly SshNode[]> {
  const claimed: Visited[] = [];
  try {
    await settled(visited.map(each => claim(each, building).then(() => claimed.push(each))));
    return await startAll(visited, building);
  } catch (error) {
    await withdraw(claimed, building.log);
    throw error;
  }
}

async function claim({ host }: Visited, { spec, signal }: Building): Promise<void> {
  try {
    const controller = `of ${hostname()}, process ${process.pid}`;
    await host.agent.ask(signal, 'claim', spec.runId, controller);
    host.claimed(spec.runId);
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new HostError(host.name, why, error);
  }
}

async function startAll(
  visited: readonly Visited[],
  { spec, source, clock, signal }: Building,
): Promise<readonly SshNode[]> {
  const { voters, observers, config = [], faults = [] } = spec;
  const plan = names(voters, observers);
  const placed = visited.flatMap((each, at) => {
    const named = plan[at];
    return named === undefined
      ? []
      : [{ ...each, member: { ...named, host: each.host.address } satisfies Member }];
  });
  const members = placed.map(({ member }) => member);
  return settled(
    placed.map(async ({ host, login, facts, shim, member }) => {
      await install({ host, facts, member, members, source, shim, faults, config, signal });
      const node = sshNode({ member, host, facts, sshPort: login.port, clock });
      await node.start(signal);
      return node;
    }),
  );
}

const WITHDRAW_MS = 30_000;

/** Removes everything of ours, archives too, from hosts that a run was to have. */
export async function withdraw(visited: readonly Pick<Visited, 'host'>[], log: Log): Promise<void> {
  const signal = AbortSignal.timeout(WITHDRAW_MS);
  await Promise.all(
    visited.map(({ host }) =>
      host.agent.ask(signal, 'clean').catch((error: unknown) => {
        log.warn(`${host.name}: what is there of ours stays`, { error: String(error) });
      }),
    ),
  );
}
