/** What the user says about the hosts of the ssh target. */
import { readFileSync } from 'node:fs';

/** `--server` of the ssh target where nothing else is said: what the hosts have. */
export const INSTALLED = 'installed';

export interface SshOptions {
  /** A file that names one host a line: a name, an address, or an alias of ~/.ssh/config. */
  readonly nodesFile: string;
  /** Default: as ~/.ssh/config says, else the user's own name here. */
  readonly username?: string;
  /** A file; default: the agent's keys, then those of ~/.ssh/config and of ~/.ssh. */
  readonly sshPrivateKey?: string;
  /** Default: as ~/.ssh/config says, else 22. */
  readonly sshPort?: number;
  /** A file; default: as ~/.ssh/config says, else ~/.ssh/known_hosts and the system's. */
  readonly knownHosts?: string;
  /** Whether the packet filter needs sudo, without a password. */
  readonly sudo: boolean;
}

/** The hosts that the nodes file names. @throws {RangeError} where it cannot be read or is wrong. */
export function hostsOf({ nodesFile }: Pick<SshOptions, 'nodesFile'>): readonly string[] {
  return hostsIn(textOf(nodesFile), nodesFile);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(
      `--nodes-file: expected a file that names one host a line, found: ${why}`,
      {
        cause,
      },
    );
  }
}

/** The hosts of a nodes file: one a line; `#` begins a comment.
 * @throws {RangeError} naming the line that is not a host, or is one again. */
export function hostsIn(text: string, path: string): readonly string[] {
  const found: string[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const host = line.replace(/#.*/, '').trim();
    if (host === '') continue;
    const where = `${path}:${at + 1}`;
    if (!/^[\w.:-]+$/.test(host))
      throw new RangeError(`${where}: expected one host name or address, found '${host}'`);
    if (found.includes(host)) throw new RangeError(`${where}: ${host} is listed twice`);
    found.push(host);
  }
  if (found.length === 0)
    throw new RangeError(`${path}: expected one host a line, found none: name the machines`);
  return found;
}
