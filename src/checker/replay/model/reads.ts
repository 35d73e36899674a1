/** Reads: the error or the fields that a server answers with in one state.
 * Source: FinalRequestProcessor.processRequest. */
import { code } from '../codes.ts';
import type {
  MultiReadRequest,
  PathRequest,
  ReadRequest,
  TraceId,
  TracePart,
  TraceRequest,
  TraceResult,
  WhoAmIRequest,
} from '../trace.ts';
import { type Asker, masked, permission } from './acl.ts';
import { type Context, mayDo } from './context.ts';
import type { Answer } from './multi.ts';
import { statOf, type Znode } from './znode.ts';

export type ModelRead = ReadRequest | PathRequest | MultiReadRequest | WhoAmIRequest;

/** Tests whether a request only reads the state. */
export function isModelRead(request: TraceRequest): request is ModelRead {
  switch (request.f) {
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'getChildren2':
    case 'getACL':
    case 'getAllChildrenNumber':
    case 'getEphemerals':
    case 'sync':
    case 'whoAmI':
    case 'multiRead':
      return true;
    default:
      return false;
  }
}

export function read(context: Context, request: ModelRead): Answer {
  switch (request.f) {
    case 'exists':
      return exists(context, request.path);
    case 'getData':
      return readable(context, request.path, node => ({ data: node.data, stat: statOf(node) }));
    case 'getChildren':
      return readable(context, request.path, node => ({ children: [...node.children] }));
    case 'getChildren2':
      return readable(context, request.path, node => ({
        children: [...node.children],
        stat: statOf(node),
      }));
    case 'getAllChildrenNumber':
      return readable(context, request.path, () => ({
        count: context.tree.countBelow(request.path),
      }));
    case 'getACL':
      return getAcl(context, request.path);
    case 'getEphemerals':
      return answer({ children: ephemerals(context, request.path) });
    case 'sync':
      return answer({ path: request.path });
    case 'whoAmI':
      return answer({ ids: idsOf(context.who) });
    case 'multiRead':
      return answer({ parts: request.parts.map(part => readPart(context, part)) });
  }
}

const answer = (result: TraceResult): Answer => ({ err: code.ok, result });
const refuse = (err: number): Answer => ({ err, result: {} });

/** Before 3.8.4 and 3.9.2, a stat needed no permission. */
function exists(context: Context, path: string): Answer {
  if (path.includes('\0')) return refuse(code.badArguments);
  const node = context.tree.get(path);
  if (node === undefined) return refuse(code.noNode);
  const hidden = context.features.existsChecksAcl && !mayDo(context, node, permission.read);
  return hidden ? refuse(code.noAuth) : answer({ stat: statOf(node) });
}

function readable(context: Context, path: string, show: (node: Znode) => TraceResult): Answer {
  const node = context.tree.get(path);
  if (node === undefined) return refuse(code.noNode);
  return mayDo(context, node, permission.read) ? answer(show(node)) : refuse(code.noAuth);
}

function getAcl(context: Context, path: string): Answer {
  const node = context.tree.get(path);
  if (node === undefined) return refuse(code.noNode);
  const stat = statOf(node);
  if (!context.features.getAclChecksAcl) return answer({ acl: node.acl, stat });
  if (!mayDo(context, node, permission.read | permission.admin)) return refuse(code.noAuth);
  const full = mayDo(context, node, permission.admin);
  return answer({ acl: full ? node.acl : masked(node.acl), stat });
}

function ephemerals({ tree, session }: Context, prefix: string): readonly string[] {
  const paths = [...tree.ephemerals(session)];
  const all = prefix.trim() === '' || prefix.trim() === '/';
  return all ? paths : paths.filter(path => path.startsWith(prefix));
}

function idsOf({ ids, origin: { address } }: Asker): readonly TraceId[] {
  const own = address === undefined ? [] : [{ scheme: 'ip', id: address }];
  return [...own, ...ids.map(userOf)];
}

/** Shows the user of a digest id without the digest. Source: AuthUtil.getClientInfos. */
function userOf({ scheme, id }: TraceId): TraceId {
  if (scheme === 'super') return { scheme, id: '' };
  return { scheme, id: scheme === 'digest' ? (id.split(':')[0] ?? '') : id };
}

function readPart(context: Context, part: MultiReadRequest['parts'][number]): TracePart {
  const { err, result } = read(context, part);
  return { err, ...result };
}
