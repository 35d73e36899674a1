/** Puts a server on a host, in the folder of ours there: its start needs nothing else. */
import { basename } from 'node:path';
import type { FaultKind } from '../../contract.ts';
import { needsShim } from '../disks.ts';
import type { Member } from '../member.ts';
import { environmentOf, withConfig } from '../profile.ts';
import { settled } from '../within.ts';
import type { Host } from './host.ts';
import { HostError } from './host-error.ts';
import { hostFile } from './link.ts';
import type { ServerSource } from './server-source.ts';
import { CLOCK_SHIM, DISK_SHIM, type Shim, type ShimMaker, withShim } from './shim.ts';
import type { HostFacts } from './survey.ts';
import { upload, writeText } from './upload.ts';

interface Installing {
  readonly host: Host;
  readonly facts: HostFacts;
  readonly member: Member;
  readonly members: readonly Member[];
  readonly source: ServerSource;
  readonly shim: ShimMaker;
  /** What the run may do to its nodes. */
  readonly faults: readonly FaultKind[];
  /** Lines `key=value` that the user adds to the configuration. */
  readonly config: readonly string[];
  readonly signal: AbortSignal;
}

/** The folder of the run on a host. */
export function runFolder({ home }: HostFacts): string {
  return `${home}/.zoobreak/run`;
}

/** The host belongs to the run already. @throws {HostError} */
export async function install(installing: Installing): Promise<void> {
  const { host, facts, signal } = installing;
  const scripts = ['images/server/entrypoint', 'hosts/supervise'].map(hostFile);
  await settled([
    ...scripts.map(file => upload(host, file, `${runFolder(facts)}/${basename(file)}`, signal)),
    putShims(installing),
    putServer(installing).then(server => configure(installing, server)),
  ]);
}

/** One after the other: they share sources. */
async function putShims(installing: Installing): Promise<void> {
  for (const shim of shimsOf(installing)) await putShim(installing, shim);
}

/** The shim of the disk costs a system call for each write. */
function shimsOf({ shim, faults }: Pick<Installing, 'shim' | 'faults'>): readonly Shim[] {
  if (shim === 'nobody') return [];
  return needsShim(faults) ? [CLOCK_SHIM, DISK_SHIM] : [CLOCK_SHIM];
}

async function putShim({ host, facts, shim, signal }: Installing, made: Shim): Promise<void> {
  const folder = runFolder(facts);
  const { name, sources } = made;
  if (shim === 'here')
    return withShim(made, folder, path => upload(host, path, `${folder}/${name}.so`, signal));
  await settled(sources.map(file => upload(host, file, `${folder}/${basename(file)}`, signal)));
  await asked(host, 'compile', signal, name, made.define(folder));
}

/** The version and the class path of the server. An archive is uploaded where the host has it not yet. */
async function putServer({ host, source, signal }: Installing): Promise<readonly [string, string]> {
  if (source.kind === 'archive' && (await asked(host, 'has', signal, source.hash)) !== 'yes') {
    const to = await asked(host, 'incoming', signal, source.hash);
    await upload(host, source.file, to, signal);
    await asked(host, 'unpack', signal, source.hash);
  }
  const what = source.kind === 'archive' ? source.hash : source.kind;
  const [version = '', ...classpath] = (await asked(host, 'classpath', signal, what)).split(' ');
  return [version, classpath.join(' ')];
}

async function configure(
  { host, facts, member, members, shim, faults, config, signal }: Installing,
  [version, classpath]: readonly [string, string],
): Promise<void> {
  const folder = runFolder(facts);
  const usual = environmentOf(member, members, version.startsWith('3.4.'));
  const environment = withConfig(usual, config);
  const shims = shimsOf({ shim, faults }).map(({ name }) => `${folder}/${name}.so`);
  const settings = {
    ...environment,
    JVMFLAGS: `${environment.JVMFLAGS} ${NO_TRACE}`,
    ZOO_VERSION: version,
    ZOO_CLASSPATH: classpath,
    ZOO_CONF_DIR: `${folder}/conf`,
    ZOO_DATA_DIR: `${folder}/data`,
    ZOO_DATA_LOG_DIR: `${folder}/log`,
    ...(shims.length > 0 && { LD_PRELOAD: shims.join(' ') }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quoted(value)}\n`);
  await writeText(host, `${folder}/environment`, lines.join(''), signal);
}

/** A JVM keeps a file in /tmp else. */
const NO_TRACE = '-XX:-UsePerfData';

/** Quotes a text for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The answer of the host's agent. @throws {HostError} */
async function asked(
  host: Host,
  verb: string,
  signal: AbortSignal,
  ...words: readonly string[]
): Promise<string> {
  try {
    return await host.agent.ask(signal, verb, ...words);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof HostError) throw error;
    throw new HostError(host.name, error instanceof Error ? error.message : String(error), error);
  }
}
