/** Whether hosts can carry a run: what `zoobreak doctor --target ssh` shows, and a run asks first. */
import type { FaultKind, Support } from '../../contract.ts';
import { PORTS } from '../member.ts';
import type { ServerSource } from './server-source.ts';
import type { ShimMaker } from './shim.ts';
import type { HostFacts } from './survey.ts';

/** The columns of the table, in its order. */
export const COLUMNS = [
  'login',
  'sudo',
  'java',
  'server',
  'filter',
  'clock shim',
  'disk',
  'ports',
  'clock',
] as const;
type Column = (typeof COLUMNS)[number];

interface Finding {
  readonly found: string;
  /** What is wrong with it and what to do; absent where nothing is. */
  readonly problem?: string;
  /** A run can do without it, these faults apart. */
  readonly optional?: readonly FaultKind[];
}

export interface Examined {
  readonly host: string;
  readonly findings: ReadonlyMap<Column, Finding>;
}

/** A server's logs are preallocated by 64 MB; snapshots and what is collected come on top. */
const NEEDED_MB = 300;
/** Unpacked, an archive takes more room. */
const UNPACKED = 3;
/** More says that nobody sets the clock. */
const CLOCK_MS = 1_000;

export interface Examining {
  readonly sudo: boolean;
  readonly source: ServerSource;
  readonly shim: ShimMaker;
  /** The address the host was reached at. */
  readonly address: string;
}

export function examine(host: string, facts: HostFacts, seen: Examining): Examined {
  const findings: readonly (readonly [Column, Finding])[] = [
    ['login', login(facts, seen)],
    ['sudo', sudo(facts, seen)],
    ['java', java(facts)],
    ['server', server(facts, seen.source)],
    ['filter', filter(facts, seen)],
    ['clock shim', shim(facts, seen.shim)],
    ['disk', disk(facts, seen.source)],
    ['ports', ports(facts)],
    ['clock', clock(facts)],
  ];
  return { host, findings: new Map(findings) };
}

/** A host that could not be reached. */
export function unreachable(host: string, problem: string): Examined {
  return { host, findings: new Map([['login', { found: 'none', problem }]]) };
}

/** Everything that keeps a run from starting, a line each; undefined where nothing does. */
export function obstacles(examined: readonly Examined[]): string | undefined {
  const lines = examined.flatMap(({ host, findings }) =>
    [...findings.values()].flatMap(({ problem, optional }) =>
      problem === undefined || optional !== undefined ? [] : [`${host}: ${problem}`],
    ),
  );
  return lines.length === 0 ? undefined : lines.join('\n');
}

/** Whether all hosts can suffer a fault. */
export function supportIn(examined: readonly Examined[], fault: FaultKind): Support {
  const base: FaultKind = fault.startsWith('partition') ? 'partition' : fault;
  const lines = examined.flatMap(({ host, findings }) =>
    [...findings.values()].flatMap(({ problem, optional }) =>
      problem !== undefined && optional?.includes(base) ? [`${host}: ${problem}`] : [],
    ),
  );
  return lines.length === 0 ? { ok: true } : { ok: false, why: lines.join('\n') };
}

function login({ user, addresses }: HostFacts, { address }: Examining): Finding {
  const found = `${user}@${address}`;
  if (addresses.includes(address) || address.startsWith('127.')) return { found };
  const problem = `it was reached at ${address}, which is none of its own addresses (${addresses.join(', ')}): expected the address at which the hosts reach each other. Write that in the nodes file`;
  return { found, problem };
}

function sudo(facts: HostFacts, { sudo: wanted }: Examining): Finding {
  if (!wanted) return { found: facts.root ? 'root' : 'not asked for' };
  if (facts.sudo === '') return { found: 'yes' };
  const rule = `${facts.user} ALL=(root) NOPASSWD: /usr/sbin/nft`;
  const problem = `--sudo: expected sudo to work without a password for ${facts.user}, found '${facts.sudo}'. Give it a rule: echo '${rule}' | sudo tee /etc/sudoers.d/zoobreak`;
  return { found: 'asks', problem };
}

function java({ java: version }: HostFacts): Finding {
  if (version !== '') return { found: version };
  const problem =
    'expected a Java runtime, found no java in the PATH: sudo apt-get install default-jre-headless';
  return { found: 'none', problem };
}

function server({ installed }: HostFacts, source: ServerSource): Finding {
  if (source.kind === 'archive') return { found: `${source.name}, uploaded` };
  if (installed !== '') return { found: installed };
  const problem =
    "expected ZooKeeper's jars in /usr/share/java, found none: sudo apt-get install libzookeeper-java, or --server ARCHIVE to upload one";
  return { found: 'none', problem };
}

function filter({ filter: found, root, user }: HostFacts, { sudo: wanted }: Examining): Finding {
  if (found.kind !== 'none') return { found: found.kind };
  const why = root || wanted ? found.why : `${user} is not root`;
  const what = root || wanted ? 'sudo apt-get install nftables' : 'add --sudo';
  const problem = `expected nft or iptables to work, found: ${why}: ${what}`;
  return { found: 'none', problem, optional: ['partition'] };
}

function shim({ arch }: HostFacts, maker: ShimMaker): Finding {
  if (maker === 'host') return { found: 'compiled there' };
  if (maker === 'here') return { found: 'compiled here' };
  const problem = `expected a C compiler there or, for ${arch}, here, found none: sudo apt-get install gcc`;
  return { found: 'none', problem, optional: ['clock', 'power', 'disk'] };
}

function disk({ freeMb, home }: HostFacts, source: ServerSource): Finding {
  const needed = NEEDED_MB + (source.kind === 'archive' ? source.sizeMb * UNPACKED : 0);
  const found = `${freeMb} MB`;
  if (freeMb >= needed) return { found };
  return { found, problem: `expected ${needed} MB free in ${home}, found ${freeMb}: make room` };
}

function ports({ listening, run }: HostFacts): Finding {
  if (run !== '') return { found: 'in use', problem: run };
  const taken = Object.values(PORTS).filter(port => listening.has(port));
  if (taken.length === 0) return { found: 'free' };
  const problem = `expected the ports ${Object.values(PORTS).join(', ')} to be free, found somebody listening on ${taken.join(', ')}: stop it (ss -ltnp shows who)`;
  return { found: `${taken.join(', ')} taken`, problem };
}

function clock({ clockMs }: HostFacts): Finding {
  const found = `${clockMs > 0 ? '+' : ''}${clockMs} ms`;
  if (Math.abs(clockMs) <= CLOCK_MS) return { found };
  const problem = `expected its clock within ${CLOCK_MS} ms of this machine's, found ${found}: let NTP set both`;
  return { found, problem, optional: ['clock'] };
}
