/** Access control lists: which ones are valid, how they are stored, and what they permit.
 * Sources: PrepRequestProcessor.fixupACL, ZooKeeperServer.checkACL, IP- and DigestAuthenticationProvider. */
import type { TraceAcl, TraceId } from '../trace.ts';
import { digestId } from './digest.ts';

export const permission = { read: 1, write: 2, create: 4, delete: 8, admin: 16 } as const;

/** Who asks. */
export interface Asker {
  /** What it authenticated as, without its address. */
  readonly ids: readonly TraceId[];
  readonly origin: Origin;
}

/** Where connections come from. */
export interface Origin {
  /** The address that the server sees; undefined where the trace does not tell. */
  address: string | undefined;
}

/** `unknown`: an entry for addresses decides, and the address is not known. */
export type Permit = boolean | 'unknown';

/** Decides whether a list grants one of the permissions in `wanted`. An empty list grants everything. */
export function permits(acl: readonly TraceAcl[], wanted: number, who: Asker): Permit {
  if (acl.length === 0 || who.ids.some(({ scheme }) => scheme === 'super')) return true;
  let found: Permit = false;
  for (const { perms, id } of acl) {
    if ((perms & wanted) === 0) continue;
    const granted = isGranted(id, who);
    if (granted === true) return true;
    if (granted === 'unknown') found = 'unknown';
  }
  return found;
}

function isGranted({ scheme, id }: TraceId, who: Asker): Permit {
  if (scheme === 'world') return id === 'anyone';
  if (scheme === 'digest') return who.ids.some(own => own.scheme === scheme && own.id === id);
  if (scheme !== 'ip') return false;
  if (maskOf(id)?.bits === 0) return true;
  const { address } = who.origin;
  return address === undefined ? 'unknown' : matchesAddress(address, id);
}

/** Returns the list as the server stores it, with `auth` replaced by the ids of the asker; undefined if invalid. */
export function storedAcl(acl: readonly TraceAcl[], who: Asker): readonly TraceAcl[] | undefined {
  if (acl.length === 0) return undefined;
  const stored: TraceAcl[] = [];
  for (const entry of withoutDuplicates(acl)) {
    const entries = storedEntries(entry, who);
    if (entries.length === 0) return undefined;
    stored.push(...entries);
  }
  return stored;
}

function storedEntries(entry: TraceAcl, who: Asker): readonly TraceAcl[] {
  const { scheme, id } = entry.id;
  if (scheme === 'auth') {
    const own = who.ids.filter(known => known.scheme === 'digest');
    return own.map(known => ({ perms: entry.perms, id: known }));
  }
  return isValidId(scheme, id) ? [entry] : [];
}

function isValidId(scheme: string, id: string): boolean {
  if (scheme === 'world') return id === 'anyone';
  if (scheme === 'digest') return id.replace(/:+$/, '').split(':').length === 2;
  return scheme === 'ip' && maskOf(id) !== undefined;
}

function withoutDuplicates(acl: readonly TraceAcl[]): readonly TraceAcl[] {
  if (acl.length === 1) return acl;
  return acl.filter((entry, at) => acl.findIndex(other => sameEntry(entry, other)) === at);
}

export function sameEntry(left: TraceAcl, right: TraceAcl): boolean {
  return (
    left.perms === right.perms && left.id.scheme === right.id.scheme && left.id.id === right.id.id
  );
}

/** Hides the digests, as getACL does for an asker without ADMIN. */
export function masked(acl: readonly TraceAcl[]): readonly TraceAcl[] {
  return acl.map(({ perms, id }) =>
    id.scheme === 'digest'
      ? { perms, id: { scheme: 'digest', id: id.id.replace(/:.*/, ':x') } }
      : { perms, id },
  );
}

/** Tests whether a list may be one of those that `masked` returns. */
export function hidesDigests(acl: readonly TraceAcl[]): boolean {
  return acl.some(({ id }) => id.scheme === 'digest' && id.id.endsWith(':x'));
}

/** Returns the ids that a successful auth request adds; undefined if the server refuses the scheme. */
export function idsOfAuth(
  scheme: string,
  credential: string,
  superDigest: string | undefined,
): readonly TraceId[] | undefined {
  if (scheme === 'ip') return [];
  if (scheme !== 'digest') return undefined;
  const id = digestId(credential);
  const own = { scheme, id };
  return id === superDigest ? [{ scheme: 'super', id: '' }, own] : [own];
}

interface Mask {
  readonly address: number;
  readonly bits: number;
}

/** Undefined for what is no IPv4 address with an optional number of bits. */
function maskOf(expression: string): Mask | undefined {
  const [text = '', bitsText = '32', ...rest] = expression.split('/');
  const bytes = text.split('.').map(part => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  const bits = /^\d+$/.test(bitsText) ? Number(bitsText) : 33;
  if (bytes.length !== 4 || bytes.some(byte => byte > 255) || bits > 32 || rest.length > 0) {
    return undefined;
  }
  return { address: bytes.reduce((all, byte) => all * 256 + byte, 0), bits };
}

function matchesAddress(address: string, expression: string): boolean {
  const own = maskOf(address);
  const mask = maskOf(expression);
  if (own === undefined || mask === undefined) return false;
  const size = 2 ** (32 - mask.bits);
  return Math.floor(own.address / size) === Math.floor(mask.address / size);
}

/** The asker of transactions that servers start: nothing is checked for them. */
export const anyone: Asker = { ids: [], origin: { address: '' } };
