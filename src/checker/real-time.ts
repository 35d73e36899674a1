/** Whether the order that the server names agrees with what clients saw in time. */

import type { KnownAnomaly } from '../anomalies.ts';
import type { Operation } from '../history/history.ts';
import { indicesOf } from './finding.ts';
import { placeOf, seconds } from './words.ts';

/** A write or reading that returned, and its place in the order of the server. */
export interface Ranked {
  readonly op: Operation;
  /** A zxid, or another number that grows with every write. */
  readonly rank: bigint;
  /** For people: what it is, with its rank. */
  readonly text: string;
}

/** Finds pairs of writes whose server order contradicts real time: the earlier write completed before the
 *  later one was invoked, yet has the higher rank. */
export function disorders(writes: readonly Ranked[]): KnownAnomaly[] {
  const byReturn = writes.toSorted((a, b) => a.op.returnNs - b.op.returnNs);
  let next = 0;
  let highest: Ranked | undefined;
  return writes
    .toSorted((a, b) => a.op.callNs - b.op.callNs)
    .flatMap(later => {
      for (; (byReturn[next]?.op.returnNs ?? Infinity) < later.op.callNs; next++) {
        const returned = byReturn[next];
        if (returned !== undefined && returned.rank > (highest?.rank ?? -1n)) highest = returned;
      }
      if (highest === undefined || highest.rank < later.rank) return [];
      return {
        type: 'real-time-order',
        promised: 'writes that come one after the other take effect in that order',
        seen: `${highest.text} was answered ${placeOf(highest.op)}, before ${later.text} was invoked at ${seconds(later.op.callNs)}`,
        operations: indicesOf(highest.op, later.op),
      };
    });
}
