/** What two servers answered to the same read, and whether both can be right.
 *
 *  A server's reply carries the last zxid that it had processed when it answered, and the reply before it on the same
 *  connection a zxid that it had processed by then. The state that was read lies between the two. Both servers must
 *  show every change to a znode that is no later than `since` of both: where neither shows a later one, the answers
 *  are the same. An ACL has no zxid of its own, so it is compared only where nothing was processed in between. */
import { hexOf } from '../../hex.ts';
import type { TraceResult, TraceStat } from '../replay/trace.ts';

export interface Answer {
  readonly node: string;
  /** The zxid of the reply before: processed before the read. */
  readonly since: number;
  /** The zxid of the reply: processed after the read at the latest. */
  readonly upTo: number;
  /** Undefined: the znode is not there. */
  readonly result: TraceResult | undefined;
}

/** Says how the answers contradict each other; undefined where both can be right. */
export function contradiction(one: Answer, other: Answer): string | undefined {
  if (one.result === undefined || other.result === undefined) return absence(one, other);
  const since = Math.min(one.since, other.since);
  if (lastChange(one.result) > since || lastChange(other.result) > since) return undefined;
  const [mine, theirs] = [textOf(one.result), textOf(other.result)];
  const withAcl = isSameMoment(one, other);
  const field = Object.keys({ ...mine, ...theirs }).find(
    name => (withAcl || !ACL_FIELDS.includes(name)) && mine[name] !== theirs[name],
  );
  return field && `${field} ${mine[field]} on ${place(one)}, ${theirs[field]} on ${place(other)}`;
}

/** A znode that one server shows was there for another that had come no further, and had seen its creation. */
function absence(one: Answer, other: Answer): string | undefined {
  const [shows, lacks] = one.result === undefined ? [other, one] : [one, other];
  const czxid = shows.result?.stat?.czxid;
  if (czxid === undefined || czxid > lacks.since || lacks.upTo > shows.since) return undefined;
  return `created at zxid ${hexOf(BigInt(czxid))} on ${place(shows)}, not there on ${place(lacks)}`;
}

const place = ({ node, upTo }: Answer): string => `${node} at zxid ${hexOf(BigInt(upTo))}`;

const isSameMoment = (one: Answer, other: Answer): boolean =>
  [one.since, one.upTo, other.since, other.upTo].every(zxid => zxid === one.since);

const ACL_FIELDS: readonly string[] = ['aversion', 'acl'];

/** The zxid of the last change that a stat shows; without one nothing can be said. */
function lastChange({ stat }: TraceResult): number {
  return stat === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(stat.czxid, stat.mzxid, stat.pzxid);
}

/** Each field as text. */
function textOf(result: TraceResult): Readonly<Record<string, string>> {
  const { stat, data, children, acl } = result;
  return {
    ...statFields(stat),
    ...(data !== undefined && { data: String(data) }),
    ...(children !== undefined && { children: [...children].sort().join(' ') }),
    ...(acl !== undefined && { acl: JSON.stringify(acl) }),
  };
}

function statFields(stat: TraceStat | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(stat ?? {}).map(([name, value]) => [name, String(value)]),
  );
}
