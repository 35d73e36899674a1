/** What goes wrong with a host, in words: what was expected, what was found, and what to do. */

import { fingerprint, type KnownKey, type Trust, typeOf } from './known-hosts.ts';
import type { Login } from './login.ts';

/** A host that cannot be used; the message begins with its name. */
export class HostError extends Error {
  override readonly name = 'HostError';
  /** What is wrong, without the host's name. */
  readonly why: string;
  constructor(host: string, why: string, cause?: unknown) {
    super(`${host}: ${why}`, cause === undefined ? undefined : { cause });
    this.why = why;
  }
}

/** Why a key that is not the known one is refused. */
export function untrusted(
  trust: Exclude<Trust, 'known'>,
  offered: Buffer,
  known: readonly KnownKey[],
  { keyAlias, port, knownHosts }: Login,
): string {
  const found = `${typeOf(offered)} ${fingerprint(offered)}`;
  const recorded = port === 22 ? keyAlias : `[${keyAlias}]:${port}`;
  const scan = `ssh-keyscan ${port === 22 ? '' : `-p ${port} `}${keyAlias} >> ${knownHosts.file}`;
  switch (trust) {
    case 'unknown':
      return `its key is not known: expected one in ${knownHosts.file}, found none for the ${found} that it offers. Compare that with what the machine itself says (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then: ${scan}`;
    case 'changed':
      return `its key has CHANGED: expected ${known.map(({ key }) => fingerprint(key)).join(' or ')}, found ${found}. Somebody may be in between. If the machine was installed anew: ssh-keygen -R '${recorded}' -f ${knownHosts.file}, then: ${scan}`;
    case 'revoked':
      return `its key ${found} is revoked in ${knownHosts.file}: give the machine a new one`;
  }
}

/** Why nobody could log in. */
export function refused({ username, keys, agent, port }: Login): string {
  const tried = [
    ...keys.map(({ file }) => `the key ${file}`),
    ...(agent === undefined ? [] : [`the keys of the agent ${agent}`]),
  ];
  const offered = tried.length === 0 ? 'no key at all' : tried.join(', ');
  return `login as ${username} on port ${port} was refused: expected a key that it accepts, found ${offered}. Name another with --ssh-private-key or --username, or: ssh-copy-id ${username}@HOST`;
}

/** Why an encrypted key cannot be used. */
export function locked(file: string, why: string): string {
  return `${file}: expected a private key without a passphrase, or one that the ssh agent holds, found: ${why}. Then: ssh-add ${file}`;
}
