/** The zxids of which a reply or an event tells what happened. Nearly all of a trace: they come in long runs, and a search
 *  for what is unknown passes over each run at once. */
import { lowerBound } from '../../lower-bound.ts';

export class KnownZxids {
  readonly #zxids: () => readonly number[];
  #runs: { readonly starts: readonly number[]; readonly ends: readonly number[] } | undefined;

  /** `zxids` is asked once, at the first search: in any order, and perhaps repeated. */
  constructor(zxids: () => readonly number[]) {
    this.#zxids = zxids;
  }

  /** Returns the first zxid after another that is unknown. */
  next(after: number): number {
    return (this.#runAround(after + 1)?.end ?? after) + 1;
  }

  /** Returns the last zxid, not after another, that is unknown. */
  last(upTo: number): number {
    return (this.#runAround(upTo)?.start ?? upTo + 1) - 1;
  }

  #runAround(zxid: number): { readonly start: number; readonly end: number } | undefined {
    this.#runs ??= runsOf(this.#zxids());
    const { starts, ends } = this.#runs;
    const at = lowerBound(starts, start => start > zxid) - 1;
    const start = starts[at];
    const end = ends[at];
    return start === undefined || end === undefined || end < zxid ? undefined : { start, end };
  }
}

function runsOf(zxids: readonly number[]): {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
} {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const zxid of Float64Array.from(zxids).sort()) {
    const end = ends.at(-1);
    if (end !== undefined && zxid <= end + 1) ends[ends.length - 1] = zxid;
    else {
      starts.push(zxid);
      ends.push(zxid);
    }
  }
  return { starts, ends };
}
