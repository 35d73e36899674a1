/** Access control lists. Sources: PrepRequestProcessor.fixupACL, DigestAuthenticationProvider. */
import { createHash } from 'node:crypto';
import type { Acl, Id } from '../../zookeeper/data-records.ts';

export const permission = { read: 1, write: 2, create: 4, delete: 8, admin: 16 } as const;

/** Whether an entry of the list grants the permission to anyone or to one of the ids. */
export function permits(acl: readonly Acl[], wanted: number, ids: readonly Id[]): boolean {
  return acl.some(({ perms, id }) => (perms & wanted) !== 0 && isHeldBy(id, ids));
}

function isHeldBy(id: Id, ids: readonly Id[]): boolean {
  if (id.scheme === 'world') return id.id === 'anyone';
  if (id.scheme === 'ip') return ids.some(held => held.scheme === 'ip' && isWithin(held.id, id.id));
  return ids.some(held => held.scheme === id.scheme && held.id === id.id);
}

/** Whether an IPv4 address belongs to a block such as 10.0.0.0/8. Source: IPAuthenticationProvider.matches. */
function isWithin(address: string, block: string): boolean {
  const [network = '', bits = '32'] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(network) / size);
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

/** Returns the list as it is stored: `auth` stands for the requesting client. Undefined if it is not valid. */
export function storedAcl(acl: readonly Acl[], ids: readonly Id[]): readonly Acl[] | undefined {
  const stored = withoutRepeats(acl).map(entry => storedEntries(entry, ids));
  const valid = stored.length > 0 && stored.every(entries => entries.length > 0);
  return valid ? stored.flat() : undefined;
}

/** Entries of the list, each once. Source: PrepRequestProcessor.removeDuplicates. */
function withoutRepeats(acl: readonly Acl[]): readonly Acl[] {
  const isSame = (left: Acl, right: Acl): boolean =>
    left.perms === right.perms && left.id.scheme === right.id.scheme && left.id.id === right.id.id;
  return acl.filter((entry, at) => acl.findIndex(other => isSame(entry, other)) === at);
}

function storedEntries(entry: Acl, ids: readonly Id[]): readonly Acl[] {
  switch (entry.id.scheme) {
    case 'world':
      return entry.id.id === 'anyone' ? [entry] : [];
    case 'auth':
      return ids.filter(id => id.scheme !== 'ip').map(id => ({ perms: entry.perms, id }));
    case 'digest':
      return /^[^:]*:[^:]+:*$/.test(entry.id.id) ? [entry] : [];
    case 'ip':
      return isBlock(entry.id.id) ? [entry] : [];
    default:
      return [];
  }
}

/** Whether the text is an IPv4 address, or a block of them. Source: IPAuthenticationProvider.isValid. */
function isBlock(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const numbers = address.split('.').map(part => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  const isAddress = numbers.length === 4 && numbers.every(number => number < 256);
  const isSize = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= 32);
  return isAddress && isSize && more.length === 0;
}

/** The list as it is shown to a client that may not administer the znode: digests of passwords are
 * hidden. Source: FinalRequestProcessor, getACL. */
export function masked(acl: readonly Acl[]): readonly Acl[] {
  return acl.map(({ perms, id }) => {
    if (id.scheme !== 'digest') return { perms, id };
    return { perms, id: { ...id, id: id.id.replace(/:.*/, ':x') } };
  });
}

/** The id of `user:password`: the password is only kept as a digest. */
export function digestId(userAndPassword: string): Id {
  const digest = createHash('sha1').update(userAndPassword).digest('base64');
  return { scheme: 'digest', id: `${userAndPassword.split(':')[0] ?? ''}:${digest}` };
}
