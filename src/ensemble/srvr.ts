/** The four-letter word `srvr`: how a ZooKeeper server says what it is.
 *  Source: ZooKeeper Administrator's Guide, "The Four Letter Words". */
import type { Role } from '../contract.ts';

const ROLES = ['leader', 'follower', 'observer', 'standalone'] as const;

/** Whether a word is a role that servers report. */
export function isRole(word: string): word is (typeof ROLES)[number] {
  return ROLES.some(role => role === word);
}

/** The role in a reply to `srvr`; `none` where the server does not serve or the reply is not one. */
export function roleIn(reply: string): Role {
  const mode = /^Mode: (\w+)/m.exec(reply)?.[1] ?? '';
  return isRole(mode) ? mode : 'none';
}

/** The last transaction in a reply to `srvr`; undefined where the reply is not one. */
export function zxidIn(reply: string): bigint | undefined {
  const zxid = /^Zxid: (0x[0-9a-f]+)/m.exec(reply)?.[1];
  return zxid === undefined ? undefined : BigInt(zxid);
}

/** The server's version in a reply to `srvr`: `3.9.6`. */
export function versionIn(reply: string): string | undefined {
  return /^Zookeeper version: ([\d.]+)/m.exec(reply)?.[1];
}

/** What is wrong with these roles as those of a serving ensemble; undefined where nothing is. A leader is expected
 *  only where all roles are known. */
export function notServing(roles: ReadonlyMap<string, Role>): string | undefined {
  const silent = [...roles].filter(([, role]) => role === 'none').map(([name]) => name);
  if (silent.length > 0) return `${silent.join(', ')} not serving`;
  const heads = [...roles.values()].filter(role => role === 'leader' || role === 'standalone');
  const isLeaderless = heads.length === 0 && [...roles.values()].includes('unknown');
  return heads.length === 1 || isLeaderless
    ? undefined
    : `expected one leader, found ${heads.length}`;
}
