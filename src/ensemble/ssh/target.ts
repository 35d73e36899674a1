/** The ssh target: ensembles of machines of the user's own, one server on each.
 *
 *    const target = sshTarget({ log, clock, ssh: { nodesFile: 'hosts.txt', sudo: true } });
 *    const can = await target.available(signal, 'installed');   // every host, or why not
 *    const ensemble = await target.start(
 *      { runId, server: 'installed', voters: 3, observers: 0 }, signal);
 *    ...
 *    await ensemble.remove(signal);
 *
 *  `server` is what is installed on the hosts, or an archive or folder here. All is done by an agent
 *  on each host, a shell that this process holds a channel to: when the channel ends or falls silent,
 *  the agent heals the host. docs/ssh.md is the guide. */
import type { Clock } from '../../clock.ts';
import type { Ensemble, EnsembleSpec, FaultKind, Support, Target } from '../../contract.ts';
import type { Log } from '../../log.ts';
import { disksOf } from '../disks.ts';
import { whenFormed } from '../serving.ts';
import { supportsOf } from '../supports.ts';
import { build, withdraw } from './build.ts';
import { clean } from './clean.ts';
import { factsOf, sshEnsemble } from './ensemble.ts';
import { type Examined, obstacles, supportIn } from './examine.ts';
import type { SshNode } from './node.ts';
import { INSTALLED, type SshOptions } from './options.ts';
import { type ServerSource, withSource } from './server-source.ts';
import { hostSupports } from './undisturbed.ts';
import { isVisited, judged, type Visited, visitAll } from './visit.ts';

export interface SshTargetOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly ssh: SshOptions;
}

export function sshTarget(options: SshTargetOptions): Target {
  let seen: readonly Examined[] = [];
  return {
    name: 'ssh',
    available: async (signal, server) => {
      try {
        seen = await examineHosts(options, signal, server);
      } catch (error) {
        if (error instanceof RangeError) return { ok: false, why: error.message };
        throw error;
      }
      const why = obstacles(seen);
      return why === undefined ? { ok: true } : { ok: false, why };
    },
    supports: fault => supportOf(seen, fault),
    start: (spec, signal) =>
      withSource(spec.server, source => start(options, { spec, source }, signal)),
    clean: async signal => ({ removed: await clean(options, signal), left: [] }),
  };
}

/** Every host as it is now, for this server. @throws {RangeError} where that is none. */
export function examineHosts(
  options: SshTargetOptions,
  signal: AbortSignal,
  server: string = INSTALLED,
): Promise<readonly Examined[]> {
  return withSource(server, async source => {
    const visits = await visitAll({ ...options, source }, signal);
    for (const each of visits.filter(isVisited)) each.host.close();
    return judged(visits);
  });
}

interface Wanted {
  readonly spec: EnsembleSpec;
  readonly source: ServerSource;
}

async function start(
  options: SshTargetOptions,
  { spec, source }: Wanted,
  signal: AbortSignal,
): Promise<Ensemble> {
  const { clock, log } = options;
  const count = spec.voters + spec.observers;
  const visits = await visitAll({ ...options, source, count }, signal);
  const visited = visits.filter(isVisited);
  try {
    const examined = judged(visits);
    const why = obstacles(examined);
    if (why !== undefined) throw new Error(why);
    const nodes = await build(visited, { spec, source, clock, log, signal });
    return await formed(nodes, { ...options, spec, source, examined, visited }, signal);
  } catch (error) {
    for (const { host } of visited) host.close();
    throw error;
  }
}

interface Forming extends SshTargetOptions {
  readonly spec: EnsembleSpec;
  readonly source: ServerSource;
  readonly examined: readonly Examined[];
  readonly visited: readonly Visited[];
}

async function formed(
  nodes: readonly SshNode[],
  { clock, log, spec, source, examined, visited }: Forming,
  signal: AbortSignal,
): Promise<Ensemble> {
  try {
    await whenFormed(nodes, { clock, log }, signal);
    const facts = await factsOf(nodes, source, signal);
    const disks = await disksOf(nodes, spec.faults ?? [], signal);
    const tried = await supportsOf(nodes, disks, signal);
    const supports = (fault: FaultKind): Support => {
      const support = supportOf(examined, fault);
      return support.ok ? tried(fault) : support;
    };
    return sshEnsemble({ nodes: disks.nodes, clock, facts, supports });
  } catch (error) {
    await withdraw(visited, log);
    throw error;
  }
}

function supportOf(examined: readonly Examined[], fault: FaultKind): Support {
  const support = hostSupports(fault);
  return support.ok ? supportIn(examined, fault) : support;
}
