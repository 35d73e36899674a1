/** The zxids at which something that no reply carries may have happened. */

import type { Candidate } from './candidates.ts';
import { ownPaths, pathsOf } from './changed.ts';
import type { Doubt, Replaying } from './doubt.ts';
import { parentOf } from './model/paths.ts';
import { leavesNoTrace } from './possible.ts';
import { scheduled } from './schedule.ts';
import type { State } from './state.ts';
import { counterOf } from './zxid.ts';

/** The most guesses that are counted. */
const GUESSES = 32;

/** Where to look for a gap. */
export interface Bounds {
  /** The zxid of what happened before. */
  readonly after: number;
  /** Gaps to leave for what happened afterwards. */
  readonly spare: number;
  /** What happened before in the same explanation. */
  readonly others: readonly Candidate[];
}

/** Returns a free zxid, up to the present one, at which the candidate may have happened: the first one for a request,
 * which is soon processed; the last one for an end, which takes a timeout. Zxids that the replay chose are guesses,
 * too: where all are used, or not enough are left for what happened afterwards, a request shares one. */
export function gapFor(
  { state, doubt }: Replaying,
  candidate: Candidate,
  { after, spare, others }: Bounds,
): number | undefined {
  const floor = Math.max(after, floorOf({ state, doubt }, candidate));
  if (candidate.kind === 'close' && !candidate.isUnlikely) return lastFree(state, floor, spare);
  const last = Math.min(state.zxid, endOf(doubt, candidate) - 1);
  const { free, shared } = firstGaps(state, floor, last);
  if (shared === undefined) return free;
  if (free !== undefined && leaves(state, { after: free, spare, last })) return free;
  return isRoomFor({ state, doubt }, [...others, candidate]) ? shared : free;
}

/** Returns the first free zxid, and the first before it that the replay chose for something else. */
function firstGaps(
  { known, placed }: State,
  floor: number,
  last: number,
): { readonly free?: number; readonly shared?: number | undefined } {
  let shared: number | undefined;
  for (let zxid = known.next(floor); zxid <= last; zxid = known.next(zxid)) {
    if (!placed.has(zxid)) return { free: zxid, shared };
    shared ??= zxid;
  }
  return { shared };
}

/** Tests whether some zxids after one, up to the last possible one, are unknown. */
function leaves(
  { known }: State,
  { after, spare, last }: Pick<Bounds, 'after' | 'spare'> & { readonly last: number },
): boolean {
  let zxid = after;
  for (let left = spare; left > 0; left--) zxid = known.next(zxid);
  return zxid <= last;
}

/** Tests whether more requests find a zxid each beside those whose zxids the replay chose. */
function isRoomFor({ state, doubt }: Replaying, more: readonly Candidate[]): boolean {
  if (more.at(-1)?.kind !== 'request') return false;
  if (doubt.guessed.size > GUESSES) return true;
  const requests = more.flatMap(one => (one.kind === 'request' ? [one.operation] : []));
  const jobs = [...doubt.guessed, ...requests].map(what => ({
    what,
    from: doubt.floorOf(what) + 1,
    end: Math.min(doubt.endOf(what), state.zxid + 1),
  }));
  return scheduled(jobs, after => state.known.next(after)).fits;
}

/** Returns the zxid that a candidate must be below. */
export function endOf(doubt: Doubt, candidate: Candidate): number {
  if (candidate.kind !== 'request') return Number.POSITIVE_INFINITY;
  return doubt.endOf(candidate.operation);
}

function lastFree(state: State, floor: number, spare: number): number | undefined {
  const { known, placed } = state;
  const begin = state.zxid - counterOf(state.zxid);
  let passed = 0;
  for (let zxid = known.last(state.zxid); zxid > floor; zxid = known.last(zxid - 1)) {
    if (zxid <= begin) return endOfEpoch(state, floor);
    if (!placed.has(zxid) && passed++ === spare) return zxid;
  }
  return undefined;
}

/** An epoch that is over may have ended with any number of transactions that nobody saw. */
function endOfEpoch(state: State, floor: number): number {
  let zxid = Math.max(state.endOfLastEpoch, floor) + 1;
  while (state.placed.has(zxid)) zxid++;
  return zxid;
}

/** A candidate happened after everything that a reply showed of its znodes without it, and after the creation of those
 * that it changes. */
function floorOf({ state, doubt }: Replaying, candidate: Candidate): number {
  const { tree, observed } = state;
  const shown = (paths: Iterable<string>): number =>
    Math.max(0, ...[...paths].map(path => observed.get(path) ?? 0));
  switch (candidate.kind) {
    case 'request': {
      const paths = ownPaths(candidate.operation).filter(
        path => !leavesNoTrace({ state, doubt }, candidate.operation, path),
      );
      const born = pathsOf(candidate.operation).map(path => tree.get(path)?.czxid ?? 0);
      const floor = Math.max(doubt.floorOf(candidate.operation), candidate.after ?? 0);
      return Math.max(floor, shown(paths), ...born);
    }
    case 'close':
      return Math.max(candidate.session.lastAlive, shown(tree.ephemerals(candidate.session.id)));
    case 'remove':
      return Math.max(
        shown([candidate.path, parentOf(candidate.path)]),
        lastChange(tree.get(candidate.path)),
      );
  }
}

/** Servers remove a znode after the last change of it and of its list of children. */
function lastChange(node: { readonly mzxid: number; readonly pzxid: number } | undefined): number {
  return node === undefined ? 0 : Math.max(node.mzxid, node.pzxid);
}
