/** Follows the one-shot watches of a session through its trace: see checker.ts. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { seconds } from '../../src/checker/words.ts';
import { hexOf } from '../../src/hex.ts';
import { anomalyOf, type Findings } from './findings.ts';
import type { Changes, Told, WatchingSession } from './story.ts';
import { type EventEntry, type ReadEntry, type Slot, slots } from './trace.ts';

/** A pending watch, with the state that its read returned. */
interface Left {
  readonly by: Told<ReadEntry>;
  /** Whether the session has changed servers since. */
  readonly moved: boolean;
}

/** What is known of the watch of one slot of one key. */
interface Watch {
  readonly slot: Slot;
  readonly key: number;
  readonly left?: Left | undefined;
  /** Whether a read that should leave a watch was not answered. */
  readonly maybe: boolean;
  /** Set once the watch has fired and nothing has been read since. */
  readonly fired?: { readonly left: Left; readonly event: Told<EventEntry> } | undefined;
}

interface Tally {
  readonly anomalies: KnownAnomaly[];
  left: number;
  fired: number;
  firedMoved: number;
  firedStayed: number;
}

export function oneShots({ entries }: WatchingSession, changes: Changes): Findings {
  const tally: Tally = { anomalies: [], left: 0, fired: 0, firedMoved: 0, firedStayed: 0 };
  const watches = new Map<string, Watch>();
  const follows = entries.some(({ entry }) => entry.kind === 'added');
  for (const [at, told] of entries.entries()) {
    if (follows) break;
    for (const watch of concerned(told, watches)) {
      const step: Step = {
        watch,
        told,
        changes,
        tally,
        rest: () => entries.slice(at + 1, at + 1 + AHEAD),
      };
      watches.set(`${watch.slot} ${watch.key}`, stepped(step));
    }
  }
  return {
    anomalies: tally.anomalies,
    counts: {
      'one-shot watches': tally.left,
      'one-shot watches fired': tally.fired,
      'fired after a move': tally.firedMoved,
      'fired without a move': tally.firedStayed,
    },
    needed: ['one-shot watches fired', 'fired after a move', 'fired without a move'],
  };
}

/** How many entries are searched for a late event. */
const AHEAD = 200;

interface Step {
  readonly watch: Watch;
  readonly told: Told;
  readonly changes: Changes;
  readonly tally: Tally;
  /** Returns the entries after it. */
  readonly rest: () => readonly Told[];
}

/** Returns the watches that an entry may change: all of them if the session moved. */
function concerned({ entry }: Told, watches: ReadonlyMap<string, Watch>): readonly Watch[] {
  const of = (slot: Slot, key: number): Watch =>
    watches.get(`${slot} ${key}`) ?? { slot, key, maybe: false };
  switch (entry.kind) {
    case 'connected':
      return [...watches.values()];
    case 'read': {
      const others = [...watches.values()].filter(
        ({ slot, key }) => slot !== entry.slot || key !== entry.key,
      );
      return [of(entry.slot, entry.key), ...others];
    }
    case 'unread':
      return [of(entry.slot, entry.key)];
    case 'event':
      return slots.filter(slot => isAbout(entry, slot)).map(slot => of(slot, entry.key));
    case 'added':
    case 'counted':
      return [];
  }
}

function isAbout({ type, child }: EventEntry, slot: Slot): boolean {
  if (child) return slot === 'exist';
  return slot === (type === 'NodeChildrenChanged' ? 'child' : 'data');
}

function stepped(step: Step): Watch {
  const { watch, told } = step;
  const { entry, op } = told;
  switch (entry.kind) {
    case 'connected':
      return watch.left === undefined ? watch : { ...watch, left: { ...watch.left, moved: true } };
    case 'unread':
      return entry.watch ? { ...watch, maybe: true } : watch;
    case 'event':
      return firedBy({ op, entry }, step);
    case 'read':
      return entry.slot === watch.slot && entry.key === watch.key
        ? readBy({ op, entry }, step)
        : overtaken({ op, entry }, step);
    case 'added':
    case 'counted':
      return watch;
  }
}

function firedBy(event: Told<EventEntry>, { watch, changes, tally }: Step): Watch {
  const { left, maybe, slot, key } = watch;
  const { type } = event.entry;
  if (left === undefined) {
    if (!maybe)
      tally.anomalies.push(
        anomalyOf(
          'phantom-event',
          `${type} for ${nameOf(slot, key)} arrived by ${when(event)}, but no watch on it was set`,
          event,
        ),
      );
    return { slot, key, maybe: false };
  }
  tally.fired += 1;
  if (left.moved) tally.firedMoved += 1;
  else tally.firedStayed += 1;
  const wrong = wrongness(event.entry, left, changes);
  if (wrong !== undefined) tally.anomalies.push(anomalyOf('wrong-event', wrong, left.by, event));
  return { slot, key, maybe: false, fired: { left, event } };
}

/** Returns why an event is not that of the first change after the watch was left. A watch that was set again
 * reports a difference rather than a change, with an arbitrary zxid: a child deleted and created again has
 * other data. */
function wrongness(event: EventEntry, { by, moved }: Left, changes: Changes): string | undefined {
  const { slot, key, state, zxid: leftAt } = by.entry;
  const { type, zxid } = event;
  if (!expected(slot, state, moved).includes(type))
    return `${type} arrived for ${nameOf(slot, key)}, whose watch was left at ${state === null ? 'its absence' : `zxid ${state}`}`;
  if (zxid === undefined || moved) return undefined;
  const change = changes.at(BigInt(zxid));
  const fits = change === undefined || (change.key === key && fitsType(change.what, type));
  if (!fits)
    return `${type} for ${nameOf(slot, key)} names zxid ${zxid}, which changed something else`;
  const first = changes.after(slot, key, BigInt(leftAt));
  if (BigInt(zxid) <= BigInt(leftAt))
    return `${type} for ${nameOf(slot, key)} names the change at zxid ${zxid}, but the watch was left later, at ${leftAt}`;
  if (first !== undefined && first.zxid < BigInt(zxid))
    return `${type} for ${nameOf(slot, key)} names the change at zxid ${zxid}, but there was one before, at ${hexOf(first.zxid)}`;
  return undefined;
}

function expected(slot: Slot, state: string | null, moved: boolean): readonly string[] {
  if (slot === 'data') return ['NodeDataChanged'];
  if (slot === 'child') return ['NodeChildrenChanged'];
  if (state === null) return ['NodeCreated'];
  return moved ? ['NodeDeleted', 'NodeDataChanged'] : ['NodeDeleted'];
}

function fitsType(what: 'data' | 'created' | 'deleted', type: string): boolean {
  if (type === 'NodeChildrenChanged') return what !== 'data';
  return { NodeDataChanged: 'data', NodeCreated: 'created', NodeDeleted: 'deleted' }[type] === what;
}

function readBy(read: Told<ReadEntry>, { watch, tally, rest }: Step): Watch {
  const { slot, key, left, fired } = watch;
  const { state, watch: leaves } = read.entry;
  const before = fired?.left.by.entry.state;
  if (fired !== undefined && before !== null && before === state)
    tally.anomalies.push(
      anomalyOf(
        'spurious-event',
        `the watch on ${nameOf(slot, key)} fired, but by ${when(read)} it was still as at zxid ${state}`,
        fired.event,
        read,
      ),
    );
  const changed = left !== undefined && left.by.entry.state !== state;
  if (changed) tally.anomalies.push(unfired(left, read, rest()));
  if (leaves) {
    tally.left += 1;
    return { slot, key, maybe: false, left: { by: read, moved: false } };
  }
  return { slot, key, maybe: watch.maybe, left: changed ? undefined : left };
}

/** Finds a change that the session has passed, as another read shows, without an event. A child created and
 * deleted while its session was between two servers causes no event. */
function overtaken(read: Told<ReadEntry>, { watch, changes, tally, rest }: Step): Watch {
  const { slot, key, left } = watch;
  if (left === undefined || (left.moved && left.by.entry.state === null)) return watch;
  const change = changes.after(slot, key, BigInt(left.by.entry.zxid));
  if (change === undefined || change.zxid > BigInt(read.entry.zxid)) return watch;
  tally.anomalies.push(unfired(left, read, rest()));
  return { ...watch, left: undefined, maybe: true };
}

/** Returns `late-event` if the event came later; if the watch was left again, the event's owner is unknown. */
function unfired({ by }: Left, read: Told<ReadEntry>, rest: readonly Told[]): KnownAnomaly {
  const { slot, key, state } = by.entry;
  const leaves = ({ entry }: Told): boolean =>
    entry.kind === 'read' && entry.watch && entry.slot === slot && entry.key === key;
  const again = leaves(read) ? 0 : rest.findIndex(leaves);
  const comes = rest
    .slice(0, again < 0 ? rest.length : again)
    .some(({ entry }) => entry.kind === 'event' && entry.key === key && isAbout(entry, slot));
  const left = `the watch left on ${nameOf(slot, key)} ${state === null ? '' : `at zxid ${state} `}by ${when(by)}`;
  const seen = comes
    ? `${left} fired only after its session had seen a later state, by ${when(read)}`
    : `${left} did not fire, but its session had seen a later state by ${when(read)}`;
  return anomalyOf(comes ? 'late-event' : 'missed-event', seen, by, read);
}

/** `the data of znode 3` */
function nameOf(slot: Slot, key: number): string {
  const what = { data: 'the data', child: 'the children', exist: 'the child x' }[slot];
  return `${what} of znode ${key}`;
}

/** An entry is known no later than its operation returned. */
function when({ op }: Told): string {
  return seconds(op.returnNs);
}
