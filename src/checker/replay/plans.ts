/** Ways to explain a reply: candidates in the order in which they may have happened, the shortest first. */

import { type Candidate, subjectOf } from './candidates.ts';
import { createsEphemeral } from './changed.ts';
import type { Replaying } from './doubt.ts';
import { mayEnd } from './possible.ts';
import { inRoom } from './room.ts';
import type { State } from './state.ts';

export type Sequence = readonly Candidate[];

const PAIRED = 24;
const TRIPLED = 8;
/** Sessions that may end together, for one explanation. */
const ENDS = 10;
const TOGETHER = 6;
/** Transactions in a row of which no reply and no zxid in a stat tells. */
const MANY = 4;
const MOST = 8;
/** The longest row of requests that is tried as a whole. */
const LONGEST = 24;
/** Candidates of which some are chosen: the number of choices grows with the power of two. */
const CHOSEN_OF = 14;

/** What to try for one reply. */
export interface Plans {
  /** Sequences by length: as soon as one length explains, longer ones are not needed. */
  readonly stages: Iterable<Iterable<Sequence>>;
  /** There are more candidates than any of the sequences is long, so that some are never tried together. */
  readonly isBounded: boolean;
}

export function plansOf(replaying: Replaying, candidates: readonly Candidate[]): Plans {
  const isBounded = new Set(candidates.map(subjectOf)).size > MOST;
  return { stages: stages(replaying, candidates), isBounded };
}

function* stages(
  replaying: Replaying,
  candidates: readonly Candidate[],
): Generator<Iterable<Sequence>> {
  const { state } = replaying;
  yield candidates.map(candidate => [candidate]);
  yield pairs(state, candidates);
  yield ends(candidates);
  yield triples(candidates.filter(isLikely).slice(0, TRIPLED));
  const inOrder = inRoom(replaying, candidates.filter(isLikely).sort(bySending));
  const requests = inOrder.filter(({ kind }) => kind === 'request');
  yield prefixes(requests);
  if (requests.length < inOrder.length) yield prefixes(inOrder);
  yield many(inOrder.slice(0, CHOSEN_OF));
}

/** The first candidates, and all of them with each as the last. */
function* prefixes(all: Sequence): Generator<Sequence> {
  const inOrder = all.slice(0, LONGEST);
  for (let size = MANY; size <= inOrder.length; size++) yield inOrder.slice(0, size);
  if (inOrder.length < MANY) return;
  for (const last of inOrder) {
    const rest = inOrder.filter(one => one !== last);
    if (rest.every(one => mayFollow(one, last))) yield [...rest, last];
  }
}

function* pairs(state: State, candidates: readonly Candidate[]): Generator<Sequence> {
  for (const candidate of candidates) {
    const close = closeAfter(state, candidate);
    if (close !== undefined) yield [candidate, close];
  }
  const few = candidates.slice(0, PAIRED);
  for (const first of few) {
    for (const second of few) if (mayFollow(first, second)) yield [first, second];
  }
}

const isLikely = ({ isUnlikely }: Candidate): boolean => isUnlikely !== true;

function* triples(candidates: readonly Candidate[]): Generator<Sequence> {
  for (const first of candidates) {
    for (const second of candidates) {
      if (!mayFollow(first, second)) continue;
      for (const third of candidates) {
        if (mayFollow(first, third) && mayFollow(second, third)) yield [first, second, third];
      }
    }
  }
}

/** Tests for a sequence that `many` makes. */
export const isMany = (sequence: Sequence): boolean => sequence.length >= MANY;

/** Requests after a crash of a leader that had many of them. Of each connection the requests before the chosen ones
 * are chosen, too. */
function* many(inOrder: readonly Candidate[]): Generator<Sequence> {
  for (let size = MANY; size <= Math.min(MOST, inOrder.length); size++) {
    for (const some of subsets(inOrder, size)) {
      if (hasGap(some, inOrder)) continue;
      for (const last of some) {
        const rest = some.filter(one => one !== last);
        if (rest.every(one => mayFollow(one, last))) yield [...rest, last];
      }
    }
  }
}

function bySending(left: Candidate, right: Candidate): number {
  const [a, b] = [left, right].map(one => (one.kind === 'request' ? one.operation.sent : LAST));
  return a === undefined || b === undefined ? 0 : a.time - b.time || a.xid - b.xid;
}

const LAST = { time: Number.MAX_VALUE, xid: 0 } as const;

/** Tests whether a request was left out although a later one of its connection is there. */
function hasGap(some: Sequence, all: Sequence): boolean {
  return all.some(
    one => !some.includes(one) && some.some(other => isLaterOfConnection(other, one)),
  );
}

/** Variants of one request or of one session's end exclude each other, and requests of one connection keep their
 * order. */
function mayFollow(first: Candidate, second: Candidate): boolean {
  if (subjectOf(first) === subjectOf(second)) return false;
  return !isOfOneConnection(first, second) || bySending(first, second) < 0;
}

/** Tests whether the connection of `one` sent `other` after it. */
export function isLaterOfConnection(other: Candidate, one: Candidate): boolean {
  return isOfOneConnection(one, other) && bySending(one, other) < 0;
}

function isOfOneConnection(left: Candidate, right: Candidate): boolean {
  return (
    left.kind === 'request' &&
    right.kind === 'request' &&
    left.operation.connection === right.operation.connection
  );
}

/** A request that creates ephemerals may be undone by the end of its session. */
function closeAfter(state: State, candidate: Candidate): Candidate | undefined {
  if (candidate.kind !== 'request') return undefined;
  const { session } = candidate.operation.connection;
  const mayGo = createsEphemeral(candidate.operation) && mayEnd(session, state.zxid);
  return mayGo ? { kind: 'close', session } : undefined;
}

/** Three or more sessions that end one after the other, as they do after a new leader was elected, or all that
 * there are, as nobody may have looked for long; each of them may be the last. */
function* ends(candidates: readonly Candidate[]): Generator<Sequence> {
  const all = candidates.filter(candidate => candidate.kind !== 'request' && isLikely(candidate));
  if (all.length > TOGETHER) yield* eachLast(all);
  for (let size = 3; size <= Math.min(TOGETHER, all.length); size++)
    for (const some of subsets(all.slice(0, ENDS), size)) yield* eachLast(some);
}

function* eachLast(some: Sequence): Generator<Sequence> {
  for (const last of some) yield [...some.filter(one => one !== last), last];
}

function* subsets(candidates: readonly Candidate[], size: number): Generator<Sequence> {
  if (size === 0) yield [];
  for (const [at, first] of candidates.entries()) {
    if (size === 0) return;
    for (const rest of subsets(candidates.slice(at + 1), size - 1)) yield [first, ...rest];
  }
}
