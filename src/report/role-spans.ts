/** The roles of nodes over time, and the moments that a reader looks for: elections and expirations. */
import { endNsOf, nodesOf, type RunView } from './run-view.ts';
import { secondsText } from './visible.ts';

/** A node had a role for some time. Nanoseconds since the run's origin. */
interface RoleSpan {
  readonly node: string;
  /** `leader`, `follower`, `observer`, `standalone`, `none`. */
  readonly role: string;
  readonly fromNs: number;
  readonly untilNs: number;
}

/** Something that happened at one moment. */
export interface Mark {
  readonly kind: 'election' | 'expiration';
  readonly atNs: number;
  readonly text: string;
}

/** Returns the roles of each node, in order of time. A node appears from its first observation on. */
export function roleSpansOf(view: RunView): readonly RoleSpan[] {
  return nodesOf(view).flatMap(node => spansOfNode(view, node));
}

function spansOfNode({ roles, history }: RunView, node: string): readonly RoleSpan[] {
  const endNs = endNsOf(history);
  const changes = roles.flatMap(seen => {
    const role = seen.roles[node];
    return role === undefined ? [] : [{ role, fromNs: seen.time }];
  });
  const starts = changes.filter(({ role }, at) => role !== changes[at - 1]?.role);
  return starts.map(({ role, fromNs }, at) => ({
    node,
    role,
    fromNs,
    untilNs: Math.max(fromNs, starts[at + 1]?.fromNs ?? endNs),
  }));
}

/** Elections that made another node lead, as far as they were seen, and sessions that expired. */
export function marksOf(view: RunView): readonly Mark[] {
  return [...electionsOf(view), ...expirationsOf(view)].sort((a, b) => a.atNs - b.atNs);
}

function electionsOf({ roles }: RunView): Mark[] {
  const marks: Mark[] = [];
  let last: string | undefined;
  for (const seen of roles) {
    const leading = Object.keys(seen.roles).filter(node => seen.roles[node] === 'leader');
    const [leader] = leading;
    if (leader === undefined || leading.length > 1) continue;
    if (last !== undefined && last !== leader)
      marks.push({ kind: 'election', atNs: seen.time, text: `${leader} leads, ${last} did` });
    last = leader;
  }
  return marks;
}

function expirationsOf({ history }: RunView): Mark[] {
  const expired = new Set<number>();
  for (const { error, completionIndex } of history.eachOutcome())
    if (error?.name === 'SESSIONEXPIRED' && completionIndex !== undefined)
      expired.add(completionIndex);
  if (expired.size === 0) return [];
  const marks: Mark[] = [];
  for (const { index, time, process } of history.events()) {
    if (!expired.has(index)) continue;
    const text = `the session of process ${process} was found expired at ${secondsText(time)}`;
    marks.push({ kind: 'expiration', atNs: time, text });
  }
  return marks;
}
