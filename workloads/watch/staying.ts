/** Follows the persistent watches of a session through its trace: see checker.ts. The versions of a znode and
 * its children count their changes: as many events must have come in between. Between two servers a session
 * receives no events, and no server makes up for them: those changes are counted separately. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { seconds } from '../../src/checker/words.ts';
import { hexOf } from '../../src/hex.ts';
import { anomalyOf, type Findings } from './findings.ts';
import type { Changes, Told, WatchingSession } from './story.ts';
import type { EventEntry, StayingMode, TraceEntry } from './trace.ts';

type Counted = Extract<TraceEntry, { kind: 'counted' }>;

/** The watch of one key. */
interface Following {
  readonly mode: StayingMode;
  /** The last count; none since the watch was set. */
  from: Told<Counted> | undefined;
  /** Whether the session has changed servers since that count. */
  gap: boolean;
  readonly events: { data: number; children: number };
}

interface Tally {
  readonly anomalies: KnownAnomaly[];
  readonly delivered: Record<StayingMode, number>;
  /** Counted changes for which no event was due. */
  between: number;
  /** Spans between two counts at one server in which something changed. */
  spans: number;
  /** The zxid of the last event. */
  last: bigint;
}

export function staying({ entries }: WatchingSession, changes: Changes): Findings {
  const tally: Tally = {
    anomalies: [],
    delivered: { persistent: 0, 'persistent-recursive': 0 },
    between: 0,
    spans: 0,
    last: -1n,
  };
  const byKey = new Map<number, Following>();
  for (const told of entries) {
    const { op, entry } = told;
    if (entry.kind === 'connected') for (const following of byKey.values()) following.gap = true;
    if (entry.kind === 'added') byKey.set(entry.key, newlyFollowing(entry.mode));
    const following = 'key' in entry ? byKey.get(entry.key) : undefined;
    if (following === undefined) continue;
    if (entry.kind === 'event') delivered({ op, entry }, { following, changes, tally });
    if (entry.kind === 'counted') counted({ op, entry }, following, tally);
  }
  return findingsOf(tally);
}

function findingsOf({ anomalies, delivered, between, spans }: Tally): Findings {
  return {
    anomalies,
    counts: {
      'events of persistent watches': delivered.persistent,
      'events of recursive watches': delivered['persistent-recursive'],
      'spans counted': spans,
      'changes between servers': between,
    },
    needed: ['events of persistent watches', 'events of recursive watches', 'spans counted'],
  };
}

function newlyFollowing(mode: StayingMode): Following {
  return { mode, from: undefined, gap: false, events: { data: 0, children: 0 } };
}

interface Delivery {
  readonly following: Following;
  readonly changes: Changes;
  readonly tally: Tally;
}

function delivered(event: Told<EventEntry>, { following, changes, tally }: Delivery): void {
  const { type, child, key, zxid } = event.entry;
  const { mode, events } = following;
  tally.delivered[mode] += 1;
  if (type === 'NodeDataChanged' && !child) events.data += 1;
  else if (child === (mode === 'persistent-recursive')) events.children += 1;
  else
    tally.anomalies.push(
      anomalyOf(
        'duplicate-event',
        `${type} of znode ${key} came to a ${mode} watch, which does not wait for it`,
        event,
      ),
    );
  if (zxid === undefined) return;
  const at = BigInt(zxid);
  if (at <= tally.last)
    tally.anomalies.push(
      anomalyOf(
        'event-order',
        `${type} of zxid ${zxid} arrived after an event of zxid ${hexOf(tally.last)}`,
        event,
      ),
    );
  tally.last = at;
  const change = changes.at(at);
  if (
    change !== undefined &&
    (change.key !== key || (change.what === 'data') === isOfChildren(type))
  )
    tally.anomalies.push(
      anomalyOf(
        'wrong-event',
        `${type} of znode ${key} names zxid ${zxid}, which changed something else`,
        event,
      ),
    );
}

function isOfChildren(type: string): boolean {
  return type !== 'NodeDataChanged';
}

function counted(count: Told<Counted>, following: Following, tally: Tally): void {
  const { from, events, gap } = following;
  if (from !== undefined) {
    const due = {
      data: count.entry.version - from.entry.version,
      children: count.entry.cversion - from.entry.cversion,
    };
    tally.anomalies.push(
      ...(['data', 'children'] as const).flatMap(what =>
        compared({ what, due: due[what], came: events[what], gap }, from, count),
      ),
    );
    if (gap) tally.between += due.data + due.children - events.data - events.children;
    else if (due.data + due.children > 0) tally.spans += 1;
  }
  following.from = count;
  following.gap = false;
  events.data = 0;
  events.children = 0;
}

interface Span {
  readonly what: 'data' | 'children';
  readonly due: number;
  readonly came: number;
  readonly gap: boolean;
}

function compared(
  { what, due, came, gap }: Span,
  from: Told<Counted>,
  to: Told<Counted>,
): readonly KnownAnomaly[] {
  if (came === due || (gap && came < due)) return [];
  const seen = `${due} changes of the ${what} of znode ${to.entry.key} between ${seconds(from.op.returnNs)} and ${seconds(to.op.returnNs)} brought ${came} events`;
  return [anomalyOf(came < due ? 'missed-event' : 'duplicate-event', seen, from, to)];
}
