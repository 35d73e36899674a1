/** When nodes were started again, as their nemeses reported it. */
import type { ProcessState } from '../contract.ts';
import type { Fault } from './faults.ts';
import { reportIn } from './nemesis-operations.ts';

const DEAD: ProcessState = 'dead';

/** A span in nanoseconds since the run's origin. */
export interface Span {
  readonly fromNs: number;
  readonly untilNs: number;
}

/** Returns when the last restart of `node` that surely lies in the span was over; undefined if there is none. The
 * node was seen dead after a strike, and the heal has returned. */
export function lastRestartNs(
  faults: readonly Fault[],
  node: string,
  { fromNs, untilNs }: Span,
): number | undefined {
  return faults
    .filter(fault => fault.fromNs >= fromNs && fault.toNs <= untilNs && leavesDead(fault, node))
    .reduce<number | undefined>((last, { toNs }) => Math.max(last ?? toNs, toNs), undefined);
}

/** Whether a node was seen dead after a strike that lasts until its heal. */
function leavesDead({ strike }: Fault, node: string): boolean {
  const { seen } = reportIn(strike);
  if (strike.fault?.heal === undefined || typeof seen !== 'object' || seen === null) return false;
  return Reflect.get(seen, node) === DEAD;
}
