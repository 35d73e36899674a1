/** Replies of the protocol as a trace shows them. */
import type { TracePart, TraceRequest, TraceResult } from '../../checker/replay/trace.ts';
import { acls } from '../../zookeeper/data-records.ts';
import type { JuteReader } from '../../zookeeper/jute-reader.ts';
import { multiResponse, type ResponsePart } from '../../zookeeper/multi-records.ts';
import { opcodes } from '../../zookeeper/opcodes.ts';
import * as records from '../../zookeeper/response-records.ts';
import { dataOf, statFrom, statOf } from './data.ts';
import type { SharedParts } from './shared.ts';

/** The request that a reply answers, and the error of its header. */
export interface Answered {
  readonly request: TraceRequest;
  readonly err: number;
}

/** Reads the body of the reply to a request; undefined where it has none, as most refusals.
 * @throws ProtocolError where the bytes do not fit. */
export function resultOf(
  { request, err }: Answered,
  from: JuteReader,
  shared: SharedParts,
): TraceResult | undefined {
  const isMulti = request.f === 'multi' || request.f === 'multiRead';
  if (from.left === 0 || (err !== 0 && !isMulti)) return undefined;
  if (isMulti) return { parts: multiResponse.read(from).map(partOf) };
  return bodyOf(request, from, shared);
}

function bodyOf(
  { f }: TraceRequest,
  from: JuteReader,
  shared: SharedParts,
): TraceResult | undefined {
  switch (f) {
    case 'exists':
    case 'setData':
    case 'setACL':
      return { stat: shared.stat(statFrom(from)) };
    case 'getData': {
      const data = shared.text(dataOf(from.view()));
      return { data, stat: shared.stat(statFrom(from)) };
    }
    case 'create':
    case 'sync':
      return { path: shared.text(from.ustring()) };
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      return { path: shared.text(from.ustring()), stat: shared.stat(statFrom(from)) };
    case 'getChildren':
      return records.getChildrenResponse.read(from);
    case 'getChildren2': {
      const { children } = records.getChildrenResponse.read(from);
      return { children, stat: shared.stat(statFrom(from)) };
    }
    case 'getACL':
      return { acl: acls.read(from), stat: shared.stat(statFrom(from)) };
    case 'getAllChildrenNumber':
      return { count: from.int() };
    case 'getEphemerals':
      return { children: records.getEphemeralsResponse.read(from).ephemerals };
    case 'whoAmI':
      return ids(records.whoAmIResponse.read(from));
    default:
      return undefined;
  }
}

const created = ({ path, stat }: records.Create2Response): TraceResult => ({
  path,
  stat: statOf(stat),
});
const found = ({ data, stat }: records.GetDataResponse): TraceResult => ({
  data: dataOf(data),
  stat: statOf(stat),
});
const ids = ({ clientInfo }: records.WhoAmIResponse): TraceResult => ({
  ids: clientInfo.map(({ authScheme, user }) => ({ scheme: authScheme, id: user })),
});

function partOf(part: ResponsePart): TracePart {
  switch (part.type) {
    case opcodes.error:
      return { err: part.body.err };
    case opcodes.create:
      return { err: 0, path: part.body.path };
    case opcodes.create2:
      return { err: 0, ...created(part.body) };
    case opcodes.setData:
      return { err: 0, stat: statOf(part.body.stat) };
    case opcodes.getData:
      return { err: 0, ...found(part.body) };
    case opcodes.getChildren:
      return { err: 0, children: part.body.children };
    case opcodes.delete:
    case opcodes.check:
      return { err: 0 };
  }
}
