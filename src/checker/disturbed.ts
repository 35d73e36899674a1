/** Spans of time in which a fault may have disturbed the servers. */

/** One span, in nanoseconds. */
export interface Disturbed {
  readonly fromNs: number;
  readonly toNs: number;
}

/** How long a disturbance matters after it ended, in nanoseconds: elections, and sessions that start anew with
 * them. */
const AFTERMATH_NS = 5e9;

/** Tests whether no disturbance matters between two times. */
export function isCalm(disturbed: readonly Disturbed[], fromNs: number, toNs: number): boolean {
  return disturbed.every(fault => fault.fromNs > toNs || fault.toNs + AFTERMATH_NS < fromNs);
}
