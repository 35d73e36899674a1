/** Names the promise that a difference breaks. */
import type { AnomalyType } from '../../anomalies.ts';
import { code } from './codes.ts';
import type { Difference } from './compare.ts';
import { differenceText } from './explain.ts';
import { isWrite } from './model/multi.ts';
import { parentOf } from './model/paths.ts';
import type { Znode } from './model/znode.ts';
import { indexOf, type Operation } from './operations.ts';
import { eachShown } from './shown.ts';
import type { State } from './state.ts';
import type { TraceResult, TraceStat } from './trace.ts';
import { operationText, shortText } from './words.ts';
import { epochOf, hex } from './zxid.ts';

interface Named {
  readonly type: AnomalyType;
  readonly cause: string;
  /** The zxid of the write that is missing or that explains the expectation. */
  readonly zxid?: number;
}

const promises: Partial<Record<AnomalyType, string>> = {
  'lost-write': 'a server that has processed a zxid shows every acknowledged write up to it',
  'partial-multi': 'the parts of a multi are visible together or not at all',
  'ghost-ephemeral': 'the ephemerals of a session are gone once the session is closed',
  'lost-ephemeral': 'an ephemeral exists as long as its session',
  phantom: 'every change is one that a client requested',
  'future-read': 'a reply shows the state at its zxid',
  'wrong-reply': 'every field of a reply is that of the state at its zxid',
  'unauthorized-access': 'a request succeeds only with the permission that the ACL demands',
  'wrongful-denial': 'a request that the ACL permits is not denied',
  'wrong-error': 'a request is refused exactly if the state at its zxid demands it',
  duplicate: 'a request takes effect once, and no sequential name is given twice',
};

/** Fields of a reply whose differences are in the detail of an anomaly. */
const MOST_FIELDS = 8;

/** Reports what differs between the model and a reply: one finding for one cause. The first field is in the
 * sentence, the others are in the detail. */
export function report(state: State, operation: Operation, found: readonly Difference[]): void {
  const [first] = found;
  if (first === undefined) return;
  const path = pathOf(operation, first);
  const named = nameOf(state, operation, { path, found });
  const [text, ...others] = found
    .slice(0, MOST_FIELDS)
    .map(one => differenceText(state, pathOf(operation, one), one));
  const cause = named.zxid === undefined ? undefined : state.taken.get(named.zxid);
  state.findings.add({
    type: named.type,
    cause: named.cause,
    promised: promises[named.type] ?? 'every reply agrees with the state at its zxid',
    seen: `${shortText(operation)}: ${text}`,
    operations: [cause && indexOf(cause), indexOf(operation)],
    detail: [...(cause === undefined ? [] : [cause]), operation].map(operationText).concat(others),
  });
}

/** Returns the path that a difference is about. */
function pathOf({ request, reply }: Operation, { part }: Difference): string {
  if (request.f === 'multi' || request.f === 'multiRead') {
    return request.parts[part ?? 0]?.path ?? '/';
  }
  return reply?.result?.path ?? ('path' in request ? request.path : '/');
}

interface About {
  readonly path: string;
  readonly found: readonly Difference[];
}

function nameOf(state: State, operation: Operation, about: About): Named {
  const error = about.found.find(({ field }) => field === 'err');
  if (error !== undefined) return nameOfError(state, operation, about.path, error);
  if (isWrite(operation.request)) return nameOfWrite(state, operation, about);
  return nameOfRead(state, operation, about);
}

function nameOfError(
  state: State,
  operation: Operation,
  path: string,
  { expected, found }: Difference,
): Named {
  const plain: Named = { type: 'wrong-error', cause: `${path} ${expected} ${found}` };
  const node = state.tree.get(path);
  const zxid = operation.reply?.zxid ?? 0;
  if (expected === code.noAuth && found === code.ok)
    return { type: 'unauthorized-access', cause: path };
  if (expected === code.ok && found === code.noAuth)
    return { type: 'wrongful-denial', cause: path };
  if (expected === code.ok && found === code.noNode && node !== undefined) {
    return missing(state, operation, node) ?? plain;
  }
  if (expected === code.nodeExists && found === code.ok && node !== undefined) {
    return epochOf(node.czxid) < epochOf(zxid) ? lost(state, node.czxid, zxid) : plain;
  }
  if (expected === code.noNode && found === code.ok) return unexpected(state, operation, path);
  return plain;
}

/** A reply says that a znode is not there. */
function missing(state: State, operation: Operation, node: Znode): Named | undefined {
  const zxid = operation.reply?.zxid ?? 0;
  const session = node.life === 'ephemeral' ? state.sessions.get(node.owner) : undefined;
  if (session !== undefined && session.lastAlive >= zxid) {
    return { type: 'lost-ephemeral', cause: node.path, zxid: node.czxid };
  }
  if (isWrite(operation.request) && epochOf(node.czxid) === epochOf(zxid)) return undefined;
  return lost(state, node.czxid, zxid);
}

/** A reply shows a znode that the model does not have. */
function unexpected(state: State, operation: Operation, path: string): Named {
  const gone = state.deleted.get(path);
  const stat = statAt(operation, path);
  const zxid = operation.reply?.zxid ?? 0;
  if (stat !== undefined && stat.czxid > zxid) return { type: 'future-read', cause: path };
  if (gone === undefined)
    return { type: isWrite(operation.request) ? 'wrong-error' : 'phantom', cause: path };
  if (gone.session !== undefined) {
    return { type: 'ghost-ephemeral', cause: `${path} ${hex(gone.session.id)}`, zxid: gone.zxid };
  }
  return lost(state, gone.zxid, zxid);
}

function nameOfWrite(state: State, operation: Operation, { path, found }: About): Named {
  const zxid = operation.reply?.zxid ?? 0;
  const node = state.tree.get(path) ?? state.tree.get(parentOf(path));
  const [first] = found;
  if (first?.field === 'path' && typeof first.found === 'string') {
    return nameOfSequence(state, first, zxid);
  }
  const version = found.find(({ field }) => field === 'version');
  const isOlder = Number(version?.found) < Number(version?.expected);
  if (node && isOlder && epochOf(node.mzxid) < epochOf(zxid)) return lost(state, node.mzxid, zxid);
  return { type: 'wrong-reply', cause: `${path} ${found.map(({ field }) => field).join(' ')}` };
}

/** A sequential name with another number than the next one. */
function nameOfSequence(state: State, { expected, found }: Difference, zxid: number): Named {
  const path = String(found);
  if (state.tree.get(path) !== undefined || state.deleted.has(path)) {
    return { type: 'duplicate', cause: path };
  }
  const parent = state.tree.get(parentOf(path));
  if (path < String(expected) && parent && epochOf(parent.pzxid) < epochOf(zxid)) {
    return lost(state, parent.pzxid, zxid);
  }
  return { type: 'wrong-reply', cause: `${parentOf(path)} path` };
}

function nameOfRead(state: State, operation: Operation, { path, found }: About): Named {
  const zxid = operation.reply?.zxid ?? 0;
  const stat = statAt(operation, path);
  const node = state.tree.get(path);
  if (stat && Math.max(stat.czxid, stat.mzxid, stat.pzxid) > zxid) {
    return { type: 'future-read', cause: path };
  }
  const listed = found.find(({ field }) => field === 'children');
  if (listed !== undefined && node !== undefined) {
    const named = nameOfList(state, operation, node, listed);
    if (named !== undefined) return named;
  }
  if (stat && node && stat.mzxid < node.mzxid) return lost(state, node.mzxid, zxid);
  if (stat && node && stat.pzxid < node.pzxid) return lost(state, node.pzxid, zxid);
  if (stat && node && stat.aversion < node.aversion) return lost(state, node.aclZxid, zxid);
  if (stat && node && stat.czxid > node.czxid) return { type: 'phantom', cause: path };
  return { type: 'wrong-reply', cause: `${path} ${found.map(({ field }) => field).join(' ')}` };
}

/** The first child that is missing from a list, or that should not be in it. */
function nameOfList(
  state: State,
  operation: Operation,
  node: Znode,
  { found }: Difference,
): Named | undefined {
  const names: readonly unknown[] = Array.isArray(found) ? found : [];
  const prefix = node.path === '/' ? '' : node.path;
  if (operation.request.f === 'getEphemerals') return undefined;
  for (const name of node.children) {
    const child = state.tree.get(`${prefix}/${name}`);
    if (!names.includes(name) && child) return missing(state, operation, child);
  }
  const extra = names.find(name => typeof name === 'string' && !node.children.has(name));
  return extra === undefined ? undefined : unexpected(state, operation, `${prefix}/${extra}`);
}

/** An acknowledged write that a server lacks. Losses of one epoch are one cause. */
function lost(state: State, missing: number, zxid: number): Named {
  const operation = state.taken.get(missing);
  const isMulti = operation?.request.f === 'multi' && state.shownMultis.has(missing);
  if (isMulti) return { type: 'partial-multi', cause: hex(missing), zxid: missing };
  const older = epochOf(missing) < epochOf(zxid);
  const cause = older ? `epoch ${epochOf(missing)}` : hex(missing);
  return { type: 'lost-write', cause, zxid: missing };
}

function statAt({ request, reply }: Operation, path: string): TraceStat | undefined {
  let found: TraceResult | undefined;
  eachShown(request, reply?.result ?? {}, (shown, result) => {
    if (shown === path) found = result;
  });
  return found?.stat;
}
