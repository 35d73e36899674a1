/** Equal parts of replies and requests are kept once: a trace of a million operations would not fit otherwise. */
import type { ReadRequest, TraceStat } from '../../checker/replay/trace.ts';

/** Strings that may differ from each other before the table starts anew. */
const KEPT = 100_000;

export class SharedParts {
  readonly #texts = new Map<string, string>();
  /** Reads by their path. */
  readonly #reads = new Map<string, ReadRequest[]>();
  /** The latest stat of each znode, by its czxid. */
  readonly #stats = new Map<number, TraceStat>();

  text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size >= KEPT) this.#texts.clear();
    this.#texts.set(text, text);
    return text;
  }

  read(request: ReadRequest): ReadRequest {
    const { f, path, watch } = request;
    const known = this.#reads.get(path) ?? this.#readsOf(path);
    for (const one of known) if (one.f === f && one.watch === watch) return one;
    known.push(request);
    return request;
  }

  #readsOf(path: string): ReadRequest[] {
    const reads: ReadRequest[] = [];
    if (this.#reads.size >= KEPT) this.#reads.clear();
    this.#reads.set(path, reads);
    return reads;
  }

  stat(stat: TraceStat): TraceStat {
    const known = this.#stats.get(stat.czxid);
    if (known !== undefined && isSame(known, stat)) return known;
    this.#stats.set(stat.czxid, stat);
    return stat;
  }
}

function isSame(left: TraceStat, right: TraceStat): boolean {
  return (
    left.mzxid === right.mzxid &&
    left.pzxid === right.pzxid &&
    left.version === right.version &&
    left.cversion === right.cversion &&
    left.aversion === right.aversion &&
    left.numChildren === right.numChildren &&
    left.dataLength === right.dataLength &&
    left.ctime === right.ctime &&
    left.mtime === right.mtime &&
    left.ephemeralOwner === right.ephemeralOwner
  );
}
