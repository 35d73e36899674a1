/** Ways to explain a reply: candidates in the order in which they may have happened, the shortest first. */
import type { Candidate } from './doubt.ts';
import type { State } from './state.ts';

export type Sequence = readonly Candidate[];

const PAIRED = 16;
const TRIPLED = 6;
/** Sessions that may end together, for one explanation. */
const ENDS = 10;
const TOGETHER = 6;

/** Yields plans by their length: as soon as one length explains, longer ones are not needed. */
export function* stages(
  state: State,
  candidates: readonly Candidate[],
): Generator<Iterable<Sequence>> {
  yield candidates.map(candidate => [candidate]);
  yield pairs(state, candidates);
  yield ends(candidates);
  yield triples(candidates.slice(0, TRIPLED));
}

function* pairs(state: State, candidates: readonly Candidate[]): Generator<Sequence> {
  for (const candidate of candidates) {
    const close = closeAfter(state, candidate);
    if (close !== undefined) yield [candidate, close];
  }
  const few = candidates.slice(0, PAIRED);
  for (const first of few) {
    for (const second of few) if (isOther(first, second)) yield [first, second];
  }
}

function* triples(candidates: readonly Candidate[]): Generator<Sequence> {
  for (const first of candidates) {
    for (const second of candidates) {
      if (!isOther(first, second)) continue;
      for (const third of candidates) {
        if (isOther(first, third) && isOther(second, third)) yield [first, second, third];
      }
    }
  }
}

/** Variants of one request or of one session's end exclude each other. */
function isOther(left: Candidate, right: Candidate): boolean {
  return subjectOf(left) !== subjectOf(right);
}

function subjectOf(candidate: Candidate): unknown {
  if (candidate.kind === 'request') return candidate.operation;
  return candidate.kind === 'close' ? candidate.session : candidate.path;
}

/** A request that creates ephemerals may be undone by the end of its session. */
function closeAfter(state: State, candidate: Candidate): Candidate | undefined {
  if (candidate.kind !== 'request') return undefined;
  const { request, connection } = candidate.operation;
  const { session } = connection;
  const parts = request.f === 'multi' ? request.parts : [request];
  const owns = parts.some(part => 'flags' in part && (part.flags === 1 || part.flags === 3));
  const mayEnd = session.closedAt === undefined && session.lastAlive < state.zxid;
  return owns && mayEnd ? { kind: 'close', session } : undefined;
}

/** Three or more sessions that end one after the other, as they do after a new leader was elected; each of
 * them may be the last. */
function* ends(candidates: readonly Candidate[]): Generator<Sequence> {
  const closes = candidates
    .filter(
      candidate => candidate.kind === 'remove' || (candidate.kind === 'close' && !candidate.early),
    )
    .slice(0, ENDS);
  for (let size = 3; size <= Math.min(TOGETHER, closes.length); size++) {
    for (const some of subsets(closes, size)) {
      for (const last of some) yield [...some.filter(one => one !== last), last];
    }
  }
}

function* subsets(candidates: readonly Candidate[], size: number): Generator<Sequence> {
  if (size === 0) yield [];
  for (const [at, first] of candidates.entries()) {
    if (size === 0) return;
    for (const rest of subsets(candidates.slice(at + 1), size - 1)) yield [first, ...rest];
  }
}
