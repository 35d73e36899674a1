/** The replay oracle: replays the writes of a trace in the order that the servers claim, on a sequential
 * model of ZooKeeper, and holds every field of every reply and every event against the model.
 *
 * A reply's zxid is the last transaction that its server had processed. CommitProcessor lets no read run
 * beside a commit, so the zxid pins the state of a read exactly. Refused writes take a zxid, too, and are
 * decided in the state before it. Transactions that no reply carries (requests without a reply, ends of
 * sessions, expired TTL znodes) are placed where a stat, an event or a later reply demands them, or nowhere.
 * Not observable here: the order of children in a list, null against empty data. */
import type { Anomaly, Counts, Verdict } from '../../contract.ts';
import type { Disturbed } from '../disturbed.ts';
import { adoptShown, adoptZnode } from './adopt.ts';
import { candidatesAt } from './candidates.ts';
import { alternatives, Choices } from './choices.ts';
import { Doubt, type Replaying } from './doubt.ts';
import { matchTrailing } from './events.ts';
import { type Features, featuresOf } from './features.ts';
import { Findings } from './findings.ts';
import { KnownZxids } from './known-zxids.ts';
import { anyone } from './model/acl.ts';
import { doubtParts, EVERYTHING } from './model/znode.ts';
import { indexOf, type Operation } from './operations.ts';
import { type Paired, pair } from './pairing.ts';
import { placeHidden } from './placing.ts';
import { State } from './state.ts';
import { step } from './steps.ts';
import { type Hidden, type Timeline, timelineOf } from './timeline.ts';
import type { TraceRecord } from './trace.ts';
import { mayExplain } from './unsearched.ts';
import { clientText, operationText } from './words.ts';
import { epochOf, hex } from './zxid.ts';

export interface ReplayOptions {
  /** Default: those of the newest release. */
  readonly features?: Features;
  /** Whether every client of the ensemble is in the trace. Default: yes. Otherwise, changes that no traced
   * request explains are taken over without a finding. */
  readonly isComplete?: boolean;
  /** `disturbed`: a fault may have set or bent the clocks of servers, so that znodes with a time to live may go
   * early. Default: steady. */
  readonly clocks?: 'steady' | 'disturbed';
  /** When a fault may have disturbed the servers. Default: never. */
  readonly disturbed?: readonly Disturbed[];
  /** The trace was cut off: its last records may be missing. Default: no. */
  readonly isCut?: boolean;
}

/** Replays with other choices after a contradiction: at most this many, and fewer for a long trace. */
const ATTEMPTS = 24;
const REPLAYED_OPERATIONS = 2_000_000;
/** Explanations that are tried in all of them: of a broken trace each replay tries as many as it may. */
const SEARCHES_IN_ALL = 400_000;

/** The largest part of the replies and events that may be left open in a valid run. A bug that stays shows in many
 * replies, so nine tenths of them are enough to see it; honest runs under all faults leave at most 3 % open. */
const OPEN_SHARE = 0.1;

/** Checks a trace. Pure: reads no clock and no file. */
export function checkTrace(records: Iterable<TraceRecord>, options: ReplayOptions = {}): Verdict {
  const features = options.features ?? featuresOf('');
  const findings = new Findings();
  const paired = pair(records, { features, findings, disturbed: options.disturbed ?? [] });
  const timeline = timelineOf(paired, findings);
  const known = new KnownZxids(() => [
    ...timeline.taken.keys(),
    ...timeline.hidden.map(({ zxid }) => zxid),
  ]);
  const run = (choices: Choices): Replaying =>
    replay({ paired, timeline, known, options, features, findings: findings.copy(), choices });
  const attempts = Math.min(ATTEMPTS, REPLAYED_OPERATIONS / (1 + paired.answered.length));
  return verdict(paired, bestOf(run, attempts), options);
}

/** Replays with other choices as long as that moves the first contradiction to a later zxid. */
function bestOf(run: (choices: Choices) => Replaying, attempts: number): Replaying {
  let best = run(new Choices());
  let open = further(best);
  let searches = best.state.searches;
  for (let left = attempts; left > 0 && isContradicted(best); left--) {
    if (searches > SEARCHES_IN_ALL) break;
    const [choices, ...rest] = open;
    if (choices === undefined) break;
    open = rest;
    const other = run(new Choices(choices));
    searches += other.state.searches;
    if (other.state.findings.firstAt <= best.state.findings.firstAt) continue;
    best = other;
    open = further(best);
  }
  return best;
}

const isContradicted = ({ state }: Replaying): boolean =>
  state.findings.firstAt < Number.POSITIVE_INFINITY;

function further({ state }: Replaying): readonly ReadonlyMap<number, number>[] {
  return alternatives(state.choices.made, state.findings.firstAt);
}

interface Run {
  readonly paired: Paired;
  readonly timeline: Timeline;
  readonly known: KnownZxids;
  readonly options: ReplayOptions;
  readonly features: Features;
  readonly findings: Findings;
  readonly choices: Choices;
}

/** Goes through operations and hidden transactions in the order of their zxids. */
function replay({ paired, timeline, known, options, features, findings, choices }: Run): Replaying {
  const { sessions, inDoubt } = paired;
  const { taken, hidden, evidence } = timeline;
  const { clocks = 'steady', disturbed = [] } = options;
  for (const session of sessions.values()) session.closedAt = undefined;
  const mentioned = new Set(hidden.map(({ zxid }) => zxid));
  const given = {
    features,
    findings,
    sessions,
    taken,
    mentioned,
    known,
    choices,
    clocks,
    disturbed,
  };
  const state = new State(given);
  const replaying: Replaying = { state, doubt: new Doubt(inDoubt, evidence) };
  let next = 0;
  for (const operation of timeline.operations) {
    const zxid = operation.reply?.zxid ?? 0;
    next = stepHiddenUpTo(replaying, { timeline, options, next, zxid });
    startEpoch(state, timeline, zxid);
    state.nowNs = operation.reply?.time ?? state.nowNs;
    if (operation.reply) step(replaying, operation, operation.reply);
    leave(state, operation);
    noteFirst(state);
  }
  stepHiddenUpTo(replaying, { timeline, options, next, zxid: Number.POSITIVE_INFINITY });
  for (const watcher of state.watchers.values()) matchTrailing(state, replaying.doubt, watcher);
  noteFirst(state);
  return replaying;
}

interface UpTo {
  readonly timeline: Timeline;
  readonly options: ReplayOptions;
  readonly next: number;
  readonly zxid: number;
}

/** Places hidden transactions up to a zxid; returns the index of the next one. */
function stepHiddenUpTo(replaying: Replaying, { timeline, options, next, zxid }: UpTo): number {
  let at = next;
  for (let hidden = timeline.hidden[at]; hidden !== undefined && hidden.zxid <= zxid; ) {
    stepHidden(replaying, hidden, options);
    hidden = timeline.hidden[++at];
  }
  return at;
}

function noteFirst({ findings, zxid }: State): void {
  if (findings.count > findings.before) findings.firstAt = Math.min(findings.firstAt, zxid);
}

function startEpoch(state: State, timeline: Timeline, zxid: number): void {
  if (epochOf(zxid) > epochOf(state.zxid)) {
    state.epochStart = timeline.epochStarts.get(epochOf(zxid)) ?? 0;
  }
}

/** Forgets a connection after its last reply, unless events are still to come. */
function leave(state: State, { connection }: Operation): void {
  const watcher = state.watcherOf(connection);
  if (watcher.repliesLeft > 0 || watcher.matched < connection.events.length) return;
  state.watches.forget(watcher);
  state.watchers.delete(connection);
}

/** Places a transaction that only stats and events mention. */
function stepHidden({ state, doubt }: Replaying, hidden: Hidden, options: ReplayOptions): void {
  state.advance(hidden.zxid);
  state.nowNs = Math.min(...hidden.mentions.map(({ time }) => time));
  const candidate = placeHidden(state, doubt, hidden);
  if (candidate?.kind === 'request' && candidate.again)
    reportAgain(state, hidden, candidate.operation);
  if (candidate !== undefined) return;
  if (options.isComplete === false) state.coverage.add('undecided untraced change');
  else if (state.isSearchCut) state.coverage.add('undecided search');
  else if (areEnough({ state, doubt }, hidden)) state.coverage.add('undecided doubt');
  else if (
    mayExplain(
      { state, doubt },
      hidden.mentions.map(({ path }) => path),
    )
  )
    state.coverage.add('undecided doubt');
  else reportPhantom(state, hidden);
  adoptHidden(state, hidden);
}

/** Tests whether there are as many writes in doubt as the znodes have changed, so that only the choices that the replay
 * made for earlier ones stand in the way. */
function areEnough({ state, doubt }: Replaying, { zxid, mentions }: Hidden): boolean {
  return mentions.every(({ kind, path, result }) => {
    const version = state.tree.get(path)?.version;
    if (kind !== 'set' || version === undefined || result?.stat === undefined) return false;
    const missing = result.stat.version - version;
    return missing > 1 && candidatesAt(state, doubt, [path], zxid).length >= missing;
  });
}

function reportAgain(state: State, hidden: Hidden, operation: Operation): void {
  state.findings.add({
    type: 'duplicate',
    cause: 'applied again',
    promised: 'a request takes effect once',
    seen: `${operationText(operation)} took effect again at ${hex(hidden.zxid)}`,
    operations: [indexOf(operation)],
  });
}

const kinds = {
  created: 'was created',
  set: 'was changed',
  children: 'changed its children',
  deleted: 'was deleted',
} as const;

function reportPhantom(state: State, { zxid, mentions }: Hidden): void {
  const [first] = mentions;
  if (first === undefined) return;
  const { operation, connection, path, kind } = first;
  const who = operation ? operationText(operation) : `an event of ${clientText(connection)}`;
  state.findings.add({
    type: 'phantom',
    cause: path,
    promised:
      'every change is one that a client requested, or the end of a session that had gone silent',
    seen: `${who}: ${path} ${kinds[kind]} at ${hex(zxid)}, where no request and no end of a session explains it`,
    operations: [operation && indexOf(operation)],
  });
}

function adoptHidden(state: State, { zxid, mentions }: Hidden): void {
  const context = state.context(anyone, 0n, zxid);
  for (const { path, kind, result } of mentions) {
    if (kind === 'deleted') continue;
    const node = state.tree.get(path) ?? adoptZnode(context, path);
    doubtParts(
      node,
      kind === 'created' ? EVERYTHING : ['stat', kind === 'set' ? 'data' : 'children'],
    );
    if (result !== undefined) adoptShown(state.tree, node, result);
  }
  state.placed.add(zxid);
  state.commit(context, {}, false);
}

function verdict(paired: Paired, { state, doubt }: Replaying, options: ReplayOptions): Verdict {
  const counts: Counts = {
    ...state.coverage.counts(),
    records: paired.records,
    operations: paired.answered.length,
    events: eventsOf(paired),
    undecided: state.coverage.undecided(),
    sessions: paired.sessions.size,
    unanswered: paired.unanswered,
    'in doubt': doubt.size,
    'in doubt, placed': doubt.used,
  };
  const judged = paired.answered.length + eventsOf(paired);
  const notes = notesOf(state, options);
  const seen = { counts, ...(notes.length > 0 && { notes }) };
  const [first, ...rest] = state.findings.anomalies();
  if (first !== undefined) return invalid(seen, [first, ...rest]);
  if (paired.answered.length === 0) {
    return { ...seen, valid: 'unknown', why: 'the trace holds no answered request' };
  }
  const open = state.coverage.undecided();
  if (open > OPEN_SHARE * judged) {
    const why = `${open} of ${judged} replies and events could not be decided: more than ${100 * OPEN_SHARE} %`;
    return { ...seen, valid: 'unknown', why };
  }
  return { ...seen, valid: true };
}

function eventsOf({ connections }: Paired): number {
  return connections.reduce((sum, { events }) => sum + events.length, 0);
}

function invalid(
  seen: Pick<Verdict, 'counts' | 'notes'>,
  anomalies: readonly [Anomaly, ...Anomaly[]],
): Verdict {
  return { ...seen, valid: false, anomalies };
}

function notesOf(state: State, { isCut }: ReplayOptions): readonly string[] {
  const cut = isCut ? ['the trace is cut off: its last records may be missing'] : [];
  const more = state.findings.note();
  return more === undefined ? cut : [...cut, more];
}
