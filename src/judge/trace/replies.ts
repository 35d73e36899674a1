/** Replies of the protocol as a trace shows them. */
import type { TracePart, TraceRequest, TraceResult } from '../../checker/replay/trace.ts';
import { stat } from '../../zookeeper/data-records.ts';
import type { JuteReader } from '../../zookeeper/jute-reader.ts';
import { multiResponse, type ResponsePart } from '../../zookeeper/multi-records.ts';
import { opcodes } from '../../zookeeper/opcodes.ts';
import { pathOnly } from '../../zookeeper/request-records.ts';
import * as records from '../../zookeeper/response-records.ts';
import { dataOf, statOf } from './data.ts';

/** Reads the body of the reply to a request; undefined where it has none, as most refusals.
 * @throws ProtocolError where the bytes do not fit. */
export function resultOf(
  request: TraceRequest,
  err: number,
  from: JuteReader,
): TraceResult | undefined {
  const isMulti = request.f === 'multi' || request.f === 'multiRead';
  if (from.left === 0 || (err !== 0 && !isMulti)) return undefined;
  if (isMulti) return { parts: multiResponse.read(from).map(partOf) };
  return bodyOf(request, from);
}

function bodyOf({ f }: TraceRequest, from: JuteReader): TraceResult | undefined {
  switch (f) {
    case 'create':
    case 'sync':
      return pathOnly.read(from);
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      return created(records.create2Response.read(from));
    case 'exists':
    case 'setData':
    case 'setACL':
      return { stat: statOf(stat.read(from)) };
    case 'getData':
      return found(records.getDataResponse.read(from));
    case 'getChildren':
      return records.getChildrenResponse.read(from);
    case 'getChildren2':
      return children2(records.getChildren2Response.read(from));
    case 'getACL':
      return acls(records.getAclResponse.read(from));
    case 'getAllChildrenNumber':
      return { count: records.getAllChildrenNumberResponse.read(from).totalNumber };
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
const children2 = ({ children, stat }: records.GetChildren2Response): TraceResult => ({
  children,
  stat: statOf(stat),
});
const acls = ({ acl, stat }: records.GetAclResponse): TraceResult => ({ acl, stat: statOf(stat) });
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
