/** Looks at hosts: connected, asked what they are, and judged. */
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { type Examined, examine, unreachable } from './examine.ts';
import { Host } from './host.ts';
import { HostError } from './host-error.ts';
import type { Login } from './login.ts';
import { loginOf } from './login-of.ts';
import { hostsOf, type SshOptions } from './options.ts';
import type { ServerSource } from './server-source.ts';
import { type ShimMaker, shimMaker } from './shim.ts';
import { type HostFacts, surveyOf } from './survey.ts';

export interface Visited {
  readonly host: Host;
  readonly login: Login;
  readonly facts: HostFacts;
  readonly shim: ShimMaker;
  readonly examined: Examined;
}

interface Visiting {
  readonly log: Log;
  readonly clock: Clock;
  readonly ssh: SshOptions;
  readonly source: ServerSource;
  /** How many of the hosts; default: all. */
  readonly count?: number;
}

/** All hosts at the same time; one that cannot be reached is judged only. The visited are to be closed. */
export function visitAll(
  visiting: Visiting,
  signal: AbortSignal,
): Promise<readonly (Visited | Examined)[]> {
  return Promise.all(
    hostsOf(visiting.ssh)
      .slice(0, visiting.count)
      .map(name => visit(name, visiting, signal)),
  );
}

export function isVisited(seen: Visited | Examined): seen is Visited {
  return 'examined' in seen;
}

export function judged(seen: readonly (Visited | Examined)[]): readonly Examined[] {
  return seen.map(each => (isVisited(each) ? each.examined : each));
}

async function visit(
  name: string,
  { log, clock, ssh, source }: Visiting,
  signal: AbortSignal,
): Promise<Visited | Examined> {
  try {
    const login = await loginOf(name, ssh);
    const host = await Host.open({ login, sudo: ssh.sudo, clock, log }, signal);
    const facts = await surveyOf(host.agent, clock, signal);
    const shim = await shimMaker(facts);
    const { sudo } = ssh;
    const examined = examine(name, facts, { sudo, source, shim, address: host.address });
    return { host, login, facts, shim, examined };
  } catch (error) {
    if (error instanceof HostError) return unreachable(name, error.why);
    throw error;
  }
}
