/** known_hosts files: whether a host's key is the one that was recorded. Pure.
 * Source: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface KnownKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`. */
  readonly type: string;
  readonly key: Buffer;
  readonly revoked: boolean;
}

export type Trust = 'known' | 'unknown' | 'changed' | 'revoked';

/** The keys recorded for a host; with a port other than 22 its name there is `[HOST]:PORT`. */
export function knownKeys(text: string, host: string, port: number): readonly KnownKey[] {
  const name = port === 22 ? host : `[${host}]:${port}`;
  return text.split('\n').flatMap(line => {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
    const [hosts, type, base64] = words;
    if (hosts === undefined || hosts.startsWith('#') || marker === '@cert-authority') return [];
    if (type === undefined || base64 === undefined || !matches(hosts, name)) return [];
    return [{ type, key: Buffer.from(base64, 'base64'), revoked: marker === '@revoked' }];
  });
}

export function trustIn(known: readonly KnownKey[], offered: Buffer): Trust {
  const same = known.filter(({ key }) => key.equals(offered));
  if (same.some(({ revoked }) => revoked)) return 'revoked';
  if (same.length > 0) return 'known';
  return known.some(({ revoked }) => !revoked) ? 'changed' : 'unknown';
}

/** Returns the fingerprint as OpenSSH prints it: `SHA256:...`. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The type that a key says it is: a string with its length before it. RFC 4253, 6.6. */
export function typeOf(key: Buffer): string {
  return key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');
}

/** Patterns between commas, one with `!` forbids; or one hashed name. */
function matches(hosts: string, name: string): boolean {
  if (hosts.startsWith('|1|')) return matchesHash(hosts, name);
  const patterns = hosts.split(',');
  if (patterns.some(each => each.startsWith('!') && glob(each.slice(1)).test(name))) return false;
  return patterns.some(each => glob(each).test(name));
}

/** `|1|SALT|HASH`: HMAC-SHA1 of the name. */
function matchesHash(hashed: string, name: string): boolean {
  const [, , salt = '', hash = ''] = hashed.split('|');
  const expected = Buffer.from(hash, 'base64');
  const found = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
}
