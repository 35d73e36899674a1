/** Decides whether sessions saw states in their order, and had their requests done in theirs.
 *   monotonic-reads      a session was answered from an older state than before, by its zxid, or read a
 *                        znode without a change that an earlier reply's zxid includes
 *   monotonic-writes     a write of a session has no higher zxid than an earlier write of the session
 *   writes-follow-reads  a write of a session has no higher zxid than an earlier read of the session
 *   read-your-writes     a session did not read its own write, or a later one
 *   mismatched-reply     a reply does not answer the oldest open request of its session
 *   skipped-reply        a request was answered though one sent before it, over the same connection, was not
 *   fifo-client-order    a write took effect though one sent before it, over the same connection, did not
 *   duplicate            more writes took effect than were sent
 *   real-time-order      a write that completed before another was invoked has the higher zxid
 *   conflicting-zxid     one zxid stands for two writes, or two versions, of a znode
 *   zxid-order           a znode's version is higher, its mzxid is not
 *   phantom              a value was read that nobody had tried to write */

import type { AnomalyType, KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { disorders } from '../../src/checker/real-time.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import { grouped } from '../../src/grouped.ts';
import { hexOf } from '../../src/hex.ts';
import type { History } from '../../src/history/history.ts';
import { lowerBound } from '../../src/lower-bound.ts';
import { garbled, unanswered } from './replies.ts';
import {
  type BurstReply,
  type BurstRequest,
  type SessionStory,
  storiesOf,
  textOf,
} from './story.ts';

export const sessionOrder: Checker = { name: 'session-order', perKey: false, check };

function check(history: History): Verdict {
  const stories = storiesOf(history);
  const known = knownOf(stories);
  const answered = stories.flatMap(answersOf);
  const moves = stories.flatMap(movesOf);
  const pinned = stories.filter(
    story => answersOf(story).length > 1 && movesOf(story).length === 0,
  );
  const pipelined = answered.filter(({ at }) => at > 0).length;
  return verdictOf({
    anomalies: [
      ...stories.flatMap(story => anomaliesOf(story, known)),
      ...disorders(answered.filter(isWrite).map(rankedOf)),
      ...disagreements(known),
      ...phantoms(stories),
    ],
    counts: {
      sessions: stories.length,
      'that never moved': pinned.length,
      moves: moves.length,
      answers: answered.length,
      'of requests sent together': pipelined,
      'in doubt': stories.flatMap(({ requests }) => requests.filter(({ doubt }) => doubt)).length,
      'stale reads': staleIn(answered, known),
    },
    doubts: [
      ...(moves.length === 0 ? ['no session moved'] : []),
      ...(pinned.length === 0 ? ['no session stayed at one server'] : []),
      ...(pipelined === 0 ? ['no two requests of a burst were answered'] : []),
    ],
  });
}

type Answered = BurstRequest & { readonly reply: BurstReply };

function answersOf({ requests }: SessionStory): readonly Answered[] {
  return requests.filter((request): request is Answered => request.reply !== undefined);
}

/** Returns answers from another node than the answer before. */
function movesOf(story: SessionStory): readonly Answered[] {
  const answers = answersOf(story);
  return answers.filter(({ node }, at) => at > 0 && node !== answers[at - 1]?.node);
}

function isWrite({ f }: BurstRequest): boolean {
  return f !== 'get';
}

function rankedOf(write: Answered): Parameters<typeof disorders>[0][number] {
  return { op: write.op, rank: write.reply.zxid, text: textOf(write) };
}

/** For each znode, its observed states, in the order of their zxids. */
type Known = ReadonlyMap<string, readonly Told[]>;

interface Told {
  readonly mzxid: bigint;
  readonly version: number;
  readonly value: number | null;
  readonly by: Answered;
}

function knownOf(stories: readonly SessionStory[]): Known {
  const told = stories.flatMap(answersOf).flatMap(by => {
    const { state } = by.reply;
    return state === undefined ? [] : { ...state, value: by.value, by };
  });
  const byZnode = grouped(told, ({ by }) => by.znode);
  return new Map(
    [...byZnode].map(([znode, states]) => [
      znode,
      states.sort((a, b) => compare(a.mzxid, b.mzxid)),
    ]),
  );
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Counts a znode's sorted states up to and including a zxid. */
function countUpTo(states: readonly Told[], zxid: bigint): number {
  return lowerBound(states, ({ mzxid }) => mzxid > zxid);
}

function anomaliesOf(story: SessionStory, known: Known): readonly KnownAnomaly[] {
  const { requests } = story;
  return [
    ...zxidsOf(story),
    ...unseen(story, known),
    ...garbled(requests),
    ...unanswered(requests),
    ...gaps(story),
  ];
}

/** Checks that zxids of answers do not decrease, and that each write's zxid is above all before it. */
function zxidsOf(story: SessionStory): KnownAnomaly[] {
  let highest: Answered | undefined;
  return answersOf(story).flatMap(answer => {
    const before = highest;
    if (before === undefined || answer.reply.zxid > before.reply.zxid) highest = answer;
    if (before === undefined) return [];
    if (answer.reply.zxid < before.reply.zxid) return back(before, answer);
    return isWrite(answer) && answer.reply.zxid === before.reply.zxid
      ? lateWrite(before, answer)
      : [];
  });
}

function back(before: Answered, answer: Answered): KnownAnomaly[] {
  return [
    {
      type: 'monotonic-reads',
      promised: 'a session never sees an older state than it has seen, also after it moved',
      seen: `process ${answer.op.process} received ${textOf(answer)} after ${textOf(before)}`,
      operations: indicesOf(before.op, answer.op),
    },
  ];
}

function lateWrite(before: Answered, answer: Answered): KnownAnomaly[] {
  return [
    {
      type: isWrite(before) ? 'monotonic-writes' : 'writes-follow-reads',
      promised: 'a write takes effect after all that its session was answered before it',
      seen: `process ${answer.op.process} received ${textOf(answer)} after ${textOf(before)}`,
      operations: indicesOf(before.op, answer.op),
    },
  ];
}

function unseen(story: SessionStory, known: Known): KnownAnomaly[] {
  let seen = -1n;
  return answersOf(story).flatMap(answer => {
    const floor = seen;
    if (answer.reply.zxid > seen) seen = answer.reply.zxid;
    const { state } = answer.reply;
    if (state === undefined || isWrite(answer)) return [];
    const states = known.get(answer.znode) ?? [];
    const missed = states[countUpTo(states, floor) - 1];
    if (missed === undefined || missed.mzxid <= state.mzxid) return [];
    const own = missed.by.op.process === story.process && isWrite(missed.by);
    return {
      type: own ? 'read-your-writes' : 'monotonic-reads',
      promised: own
        ? 'a session reads its own writes, or later ones'
        : 'a session that has seen a state sees every change up to it',
      seen: `process ${story.process} received ${textOf(answer)}, last changed at zxid ${hexOf(state.mzxid)}, but it had seen zxid ${hexOf(floor)} before, and ${missed.value} was written at ${hexOf(missed.mzxid)}`,
      operations: indicesOf(missed.by.op, answer.op),
    };
  });
}

/** Compares the version of a session's own znode with the number of its writes that took effect. */
function gaps({ process, requests }: SessionStory): KnownAnomaly[] {
  const own = requests.filter(({ znode }) => znode === `own-${process}`);
  const writes = own.filter(({ f, reply, doubt }) => f === 'set' && (reply !== undefined || doubt));
  const placeOf = new Map(writes.map(({ value }, place) => [value, place]));
  return own.flatMap(sight => {
    const place = placeOf.get(sight.value);
    const version = sight.reply?.state?.version;
    if (place === undefined || version === undefined) return [];
    const upTo = writes.slice(0, place + 1);
    const burst = upTo.at(-1)?.op;
    const least = upTo.filter(({ op, reply }) => op === burst || reply !== undefined).length;
    if (version >= least && version <= upTo.length) return [];
    return {
      type: version < least ? 'fifo-client-order' : 'duplicate',
      promised: 'the requests of a session take effect once, in the order in which they were sent',
      seen: `process ${process} received ${textOf(sight)} with version ${version}, after ${least === upTo.length ? least : `${least} to ${upTo.length}`} writes to it`,
      operations: indicesOf(...(burst === undefined ? [] : [burst]), sight.op),
    };
  });
}

/** Finds sessions that observed the same change of a znode differently. */
function disagreements(known: Known): KnownAnomaly[] {
  return [...known.values()].flatMap(states =>
    states.flatMap((one, at) => {
      const before = states[at - 1];
      if (before === undefined) return wrongOwnZxid(one);
      const same = before.version === one.version && before.value === one.value;
      if (before.mzxid === one.mzxid && !same) return disagree('conflicting-zxid', before, one);
      if (before.mzxid < one.mzxid && before.version >= one.version)
        return disagree('zxid-order', before, one);
      return wrongOwnZxid(one);
    }),
  );
}

/** Checks that the answer to a write has the zxid of its change. */
function wrongOwnZxid(told: Told): KnownAnomaly[] {
  if (!isWrite(told.by) || told.by.reply.zxid === told.mzxid) return [];
  return disagree('conflicting-zxid', told, told);
}

function disagree(type: AnomalyType, one: Told, other: Told): KnownAnomaly[] {
  const text = ({ version, value, mzxid, by }: Told): string =>
    `version ${version} (=${value}) at zxid ${hexOf(mzxid)} by ${textOf(by)}`;
  return [
    {
      type,
      promised: 'every change of a znode has one zxid, and versions grow with them',
      seen: `znode ${one.by.znode}: ${text(one)}, and ${text(other)}`,
      operations: indicesOf(one.by.op, other.by.op),
    },
  ];
}

function phantoms(stories: readonly SessionStory[]): KnownAnomaly[] {
  const requests = stories.flatMap(story => story.requests);
  const tried = new Map(
    requests
      .filter(({ f, reply, doubt }) => f === 'set' && (reply !== undefined || doubt))
      .map(({ value, znode, op }) => [`${znode} ${value}`, op]),
  );
  return stories.flatMap(answersOf).flatMap(read => {
    if (isWrite(read) || read.value === null) return [];
    const writer = tried.get(`${read.znode} ${read.value}`);
    if (writer !== undefined && writer.callNs <= read.op.returnNs) return [];
    return {
      type: 'phantom',
      promised: 'what is read was written',
      seen: `process ${read.op.process} received ${textOf(read)}, a value that no write may have stored by then`,
      operations: indicesOf(read.op),
    };
  });
}

/** Counts reads that missed a change acknowledged before their invocation, which ZooKeeper allows. */
function staleIn(answers: readonly Answered[], known: Known): number {
  const writes = new Map(
    [...known].map(([znode, states]) => [znode, states.filter(({ by }) => isWrite(by))]),
  );
  return answers.filter(read => {
    const { state } = read.reply;
    if (isWrite(read) || state === undefined) return false;
    const states = writes.get(read.znode) ?? [];
    const later = states[countUpTo(states, state.mzxid)];
    return later !== undefined && later.by.op.returnNs < read.op.callNs;
  }).length;
}
