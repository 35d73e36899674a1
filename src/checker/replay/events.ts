/** Holds received watch events against the expected ones. A server sends an event before any reply that
 * reveals the change, so after a reply with zxid z exactly the events of changes up to z have arrived. */
import type { AnomalyType } from '../../anomalies.ts';
import { seconds } from '../words.ts';
import { pathsOf } from './changed.ts';
import type { Doubt } from './doubt.ts';
import { CONFIG } from './model/paths.ts';
import { repair } from './placing.ts';
import type { Expected, State, WatchAgain, Watcher } from './state.ts';
import type { EventRecord } from './trace.ts';
import { mayExplain, mayHaveOtherList } from './unsearched.ts';
import { keep, missedBy } from './watching.ts';
import { clientText } from './words.ts';
import { hex } from './zxid.ts';

/** Matches the events that arrived before a reply; every event left over is an anomaly. */
export function matchEvents(state: State, doubt: Doubt, watcher: Watcher, before: number): void {
  if (watcher.matched >= before && watcher.expected.length === 0) return;
  const { events } = watcher.connection;
  for (; watcher.matched < before; watcher.matched++) {
    const event = events[watcher.matched];
    if (event !== undefined) matchEvent(state, doubt, watcher, { event, before });
  }
  for (const expected of watcher.expected) {
    if (!expected.optional && !isSilentRightly(state, doubt, watcher, expected))
      reportMissed(state, watcher, expected);
  }
  watcher.expected = watcher.expected.filter(({ optional, again }) => optional && !again);
}

/** Tests whether a watch that was set again did not fire since a request in doubt had changed the znode. */
function isSilentRightly(
  state: State,
  doubt: Doubt,
  watcher: Watcher,
  { path, again }: Expected,
): boolean {
  if (isListOpen(state, doubt, path)) return true;
  if (again === undefined) return false;
  const isExplained = repair(state, doubt, [path], () => missedBy(state, again) === undefined);
  if (!isExplained && !mayExplain({ state, doubt }, [path])) return false;
  if (!isExplained) state.coverage.add('undecided doubt');
  keep(state, watcher, again);
  return true;
}

/** Tests whether it is open who may receive the events of a znode. */
function isListOpen(state: State, doubt: Doubt, path: string): boolean {
  const isOpen = state.features.eventsCheckAcl && mayHaveOtherList({ state, doubt }, path);
  if (isOpen) state.coverage.add('undecided doubt');
  return isOpen;
}

/** An event, and the number of events that its connection received before the next reply. */
interface Received {
  readonly event: EventRecord;
  readonly before: number;
}

function matchEvent(state: State, doubt: Doubt, watcher: Watcher, received: Received): void {
  const { event } = received;
  state.coverage.add(`event ${event.type}`);
  if (isTaken(state, watcher, received)) return;
  if (event.path === CONFIG) {
    state.coverage.add('undecided config event');
    return;
  }
  const missed = watcher.missed.findIndex(expected => isOf(expected, event));
  if (missed >= 0) {
    watcher.missed.splice(missed, 1);
    reportEvent(state, watcher, event, 'late-event');
    return;
  }
  if (isTakenBySilent(state, watcher, event)) {
    state.coverage.add('undecided doubt');
    return;
  }
  const isExplained = repair(state, doubt, [event.path], changes =>
    changes.some(({ type, path }) => type === event.type && path === event.path),
  );
  if (isExplained && isTaken(state, watcher, received)) return;
  if (!isExplained && state.isSearchCut) {
    state.coverage.add('undecided search');
    return;
  }
  if (!isExplained && mayExplain({ state, doubt }, [event.path])) {
    state.coverage.add('undecided doubt');
    return;
  }
  if (isListOpen(state, doubt, event.path)) return;
  reportEvent(state, watcher, event, 'phantom-event');
}

function isTaken(state: State, watcher: Watcher, received: Received): boolean {
  return takeExpected(state, watcher, received) || takeAgain(state, watcher, received.event);
}

/** Takes the first expected event that fits; an earlier change must not be overtaken. */
function takeExpected(state: State, watcher: Watcher, { event, before }: Received): boolean {
  const { expected } = watcher;
  const at = placeOf(watcher, event, before);
  const found = expected[at];
  if (found === undefined) return false;
  const overtaken = expected.slice(0, at).find(one => !one.optional && one.zxid < found.zxid);
  if (overtaken && overtaken.zxid > 0) reportOvertaken(state, watcher, event, overtaken);
  expected.splice(at, 1);
  return true;
}

/** Takes another event of a watch that was set again than was expected before the state was repaired, or one where none
 * was: as the watch was set again, a server tells of a deletion also if it could not tell of it before. */
function takeAgain(state: State, watcher: Watcher, event: EventRecord): boolean {
  const tells = (watch: WatchAgain | undefined): boolean =>
    watch?.path === event.path && missedBy(state, watch) === event.type;
  const at = watcher.expected.findIndex(({ again }) => tells(again));
  if (at >= 0) return watcher.expected.splice(at, 1).length > 0;
  const kept = event.zxid > 0 ? -1 : watcher.kept.findIndex(tells);
  return kept >= 0 && watcher.kept.splice(kept, 1).length > 0;
}

/** Takes a watch that was set again without a word, and that the znode's known change at the event's zxid fires. */
function isTakenBySilent(
  state: State,
  watcher: Watcher,
  { type, path, zxid }: EventRecord,
): boolean {
  const operation = state.taken.get(zxid);
  const isChanged =
    state.deleted.get(path)?.zxid === zxid ||
    (operation !== undefined && pathsOf(operation).includes(path));
  if (!isChanged) return false;
  const ofChildren = type === 'NodeChildrenChanged';
  const at = watcher.silent.findIndex(
    watch =>
      watch.path === path && (type === 'NodeDeleted' || (watch.kind === 'child') === ofChildren),
  );
  return at >= 0 && watcher.silent.splice(at, 1).length > 0;
}

/** Returns the position of the expected event to take, or -1: the one with the event's zxid, if it has one. One that
 * may stay away is taken only if more events of its kind arrived than must. */
function placeOf(
  { expected, connection, matched }: Watcher,
  event: EventRecord,
  before: number,
): number {
  const exact = expected.findIndex(one => one.zxid === event.zxid && isOf(one, event));
  if (event.zxid > 0 && exact >= 0) return exact;
  const first = expected.findIndex(one => isOf(one, event));
  if (expected[first]?.optional !== true) return first;
  const certain = expected.filter(one => !one.optional && isOf(one, event)).length;
  if (certain === 0) return first;
  const arrived = connection.events
    .slice(matched, before)
    .filter(one => one.type === event.type && one.path === event.path).length;
  return arrived > certain ? first : expected.findIndex(one => !one.optional && isOf(one, event));
}

function isOf(expected: Expected, event: EventRecord): boolean {
  if (expected.type !== event.type || expected.path !== event.path) return false;
  return event.zxid <= 0 || expected.zxid <= 0 || expected.zxid === event.zxid;
}

/** After the last reply of a connection, events may stop anywhere, but none may be left out in between. */
export function matchTrailing(state: State, doubt: Doubt, watcher: Watcher): void {
  const { connection } = watcher;
  const isUnsure = connection.waiting.some(({ request }) => request.f.startsWith('setWatches'));
  if (isUnsure) {
    state.coverage.add('undecided event', connection.events.length - watcher.matched);
    return;
  }
  let last = 0;
  for (; watcher.matched < connection.events.length; watcher.matched++) {
    const event = connection.events[watcher.matched];
    if (event === undefined) continue;
    last = Math.max(last, watcher.expected.find(one => isOf(one, event))?.zxid ?? 0);
    matchEvent(state, doubt, watcher, { event, before: connection.events.length });
  }
  for (const expected of watcher.expected) {
    if (!expected.optional && expected.zxid < last) reportMissed(state, watcher, expected);
  }
}

function reportMissed(state: State, watcher: Watcher, expected: Expected): void {
  const { connection } = watcher;
  watcher.missed.push(expected);
  const what = expected.zxid > 0 ? ` of the change at ${hex(expected.zxid)}` : ' of setWatches';
  state.findings.add({
    type: 'missed-event',
    cause: `${expected.path} ${expected.type}`,
    promised:
      'a watch is notified of a change before its session sees a state that includes the change',
    seen: `${clientText(connection)} on ${connection.node}: expected ${expected.type} ${expected.path}${what} before a reply with zxid ${hex(state.zxid)}, found none`,
    operations: [state.taken.get(expected.zxid)?.sent.operation],
  });
}

function reportOvertaken(
  state: State,
  { connection }: Watcher,
  event: EventRecord,
  overtaken: Expected,
): void {
  state.findings.add({
    type: 'late-event',
    cause: `${overtaken.path} ${overtaken.type}`,
    promised: 'events arrive in the order of their changes',
    seen: `${clientText(connection)} on ${connection.node}: ${event.type} ${event.path} arrived at ${seconds(event.time)} before ${overtaken.type} ${overtaken.path} of the earlier change at ${hex(overtaken.zxid)}`,
    operations: [event.operation],
  });
}

const promises = {
  'late-event': 'an event arrives before every reply that reveals its change',
  'phantom-event': 'an event announces a change of a znode that its session watches, once',
} as const;

function reportEvent(
  state: State,
  { connection }: Watcher,
  event: EventRecord,
  type: AnomalyType & keyof typeof promises,
): void {
  state.findings.add({
    type,
    cause: `${event.path} ${event.type}`,
    promised: promises[type],
    seen: `${clientText(connection)} on ${connection.node}: ${event.type} ${event.path} (zxid ${hex(event.zxid)}) arrived at ${seconds(event.time)}, by a state with zxid ${hex(state.zxid)}; ${type === 'late-event' ? 'an earlier reply had revealed the change' : 'no watch of the connection and no change explain the event'}`,
    operations: [event.operation],
  });
}
