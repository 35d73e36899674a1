/** Why the model expects a field to have its value: the writes that explain it. */

import { codeName } from './codes.ts';
import type { Difference } from './compare.ts';
import type { Znode } from './model/znode.ts';
import type { State } from './state.ts';
import { shortText } from './words.ts';
import { hex } from './zxid.ts';

const zxidFields: ReadonlySet<string> = new Set(['czxid', 'mzxid', 'pzxid', 'ephemeralOwner']);
const LISTED = 8;

/** Returns `expected numChildren 3 (created 0x1f, 0x22, 0x25), found 2`. */
export function differenceText(state: State, path: string, difference: Difference): string {
  const { field, expected, found, part } = difference;
  const where = part === undefined ? '' : `in part ${part}: `;
  if (field === 'err') {
    return `${where}expected ${errText(expected)}${whyError(state, path, expected)}, found ${errText(found)}`;
  }
  if (field === 'children') return where + listText(state, path, difference);
  const why = whyField(state, path, field);
  return `${where}expected ${field} ${valueText(field, expected)}${why}, found ${valueText(field, found)}`;
}

/** Returns the names that a list lacks, with when they were created, and the names that it has too many. */
function listText({ tree, deleted }: State, path: string, { expected, found }: Difference): string {
  const wanted: readonly unknown[] = Array.isArray(expected) ? expected : [];
  const shown: readonly unknown[] = Array.isArray(found) ? found : [];
  const at = (name: unknown): string =>
    String(name).startsWith('/') ? String(name) : `${path === '/' ? '' : path}/${name}`;
  const lacking = wanted.filter(name => !shown.includes(name)).slice(0, LISTED);
  const extra = shown.filter(name => !wanted.includes(name)).slice(0, LISTED);
  const created = lacking.map(name => `${name} (created ${hex(tree.get(at(name))?.czxid ?? 0)})`);
  const gone = extra.map(name => {
    const deletion = deleted.get(at(name));
    return deletion === undefined ? `${name}` : `${name} (deleted ${hex(deletion.zxid)})`;
  });
  return `expected children with ${created.join(', ') || 'no other name'}, found ${gone.join(', ') || 'no other name'} beside the rest`;
}

function errText(err: unknown): string {
  return typeof err === 'number' ? codeName(err) : 'no such part';
}

function valueText(field: string, value: unknown): string {
  if (typeof value === 'bigint') return hex(value);
  if (typeof value === 'number') return zxidFields.has(field) ? hex(value) : String(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value, asText);
  return text === undefined ? 'nothing' : text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

const asText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? hex(value) : value;

function whyError(state: State, path: string, expected: unknown): string {
  const node = state.tree.get(path);
  if (node !== undefined) {
    return ` (${path} was created at ${hex(node.czxid)}, its version is ${node.version})`;
  }
  const gone = state.deleted.get(path);
  return gone === undefined || expected === 0 ? '' : ` (${path} was deleted at ${hex(gone.zxid)})`;
}

function whyField(state: State, path: string, field: string): string {
  const node = state.tree.get(path);
  if (node === undefined) return '';
  switch (field) {
    case 'numChildren':
      return ` (created ${createdText(state, node)})`;
    case 'cversion':
      return ` (${node.creates} children created, ${node.children.size} there)`;
    case 'pzxid':
      return by(state, node.pzxid, 'children changed');
    case 'czxid':
    case 'ctime':
    case 'ephemeralOwner':
      return by(state, node.czxid, 'created');
    case 'acl':
    case 'aversion':
      return by(state, node.aclZxid, 'list set');
    default:
      return by(state, node.mzxid, 'set');
  }
}

function by({ taken }: State, zxid: number, what: string): string {
  const operation = taken.get(zxid);
  return ` (${what} at ${hex(zxid)}${operation === undefined ? '' : ` by ${shortText(operation)}`})`;
}

function createdText({ tree }: State, { path, children }: Znode): string {
  const prefix = path === '/' ? '' : path;
  const zxids = [...children].map(name => tree.get(`${prefix}/${name}`)?.czxid ?? 0);
  const texts = zxids.sort((a, b) => a - b).map(zxid => hex(zxid));
  const more = texts.length > LISTED ? ` and ${texts.length - LISTED} more` : '';
  return texts.length === 0 ? 'none' : texts.slice(0, LISTED).join(', ') + more;
}
