/** The zxids of events: 64-bit integers, in a column of their own kind. Hostile files hold larger ones. */
import { memoryOf } from './memory.ts';

/** Stands for no zxid, and for one that has no place in the column. */
const ELSEWHERE = -(2n ** 63n);

export interface StoredZxids {
  readonly column: BigInt64Array;
  /** The zxids that the column cannot hold, by position. */
  readonly others: ReadonlyMap<number, bigint>;
}

export class ZxidsBuilder {
  readonly #others = new Map<number, bigint>();
  #column: BigInt64Array;

  constructor(capacity: number) {
    this.#column = new BigInt64Array(memoryOf(8 * capacity));
  }

  set(at: number, zxid: bigint | undefined): void {
    const fits = zxid !== undefined && zxid !== ELSEWHERE && BigInt.asIntN(64, zxid) === zxid;
    this.#column[at] = fits ? zxid : ELSEWHERE;
    if (zxid !== undefined && !fits) this.#others.set(at, zxid);
  }

  grow(capacity: number): void {
    const column = new BigInt64Array(memoryOf(8 * capacity));
    column.set(this.#column);
    this.#column = column;
  }

  finish(length: number): StoredZxids {
    return { column: this.#column.subarray(0, length), others: this.#others };
  }
}

export function zxidAt({ column, others }: StoredZxids, at: number): bigint | undefined {
  const zxid = column[at];
  if (zxid !== ELSEWHERE) return zxid;
  return others.size === 0 ? undefined : others.get(at);
}
