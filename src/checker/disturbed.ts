/** Spans of time in which a fault may have disturbed the servers. */

/** One span, in nanoseconds. */
export interface Disturbed {
  readonly fromNs: number;
  readonly toNs: number;
  /** Whether servers crashed, and were otherwise undisturbed: none continues as a leader that the others have
   * left. */
  readonly crash?: boolean;
}

/** How long a disturbance matters after it ended, in nanoseconds: elections, and sessions that start anew with
 * them. */
const AFTERMATH_NS = 5e9;

/** Tests whether no disturbance matters between two times. */
export function isCalm(disturbed: readonly Disturbed[], fromNs: number, toNs: number): boolean {
  return disturbed.every(fault => !matters(fault, fromNs, toNs));
}

/** Tests whether a disturbance matters between two times. */
export function matters(fault: Disturbed, fromNs: number, toNs: number): boolean {
  return fault.fromNs <= toNs && fault.toNs + AFTERMATH_NS >= fromNs;
}

/** Returns the nanoseconds between two times in which there was a disturbance. */
export function disturbedNs(disturbed: readonly Disturbed[], fromNs: number, toNs: number): number {
  let [total, end] = [0, fromNs];
  for (const fault of disturbed.toSorted((a, b) => a.fromNs - b.fromNs)) {
    const begin = Math.max(fault.fromNs, end);
    end = Math.max(end, Math.min(fault.toNs, toNs));
    total += Math.max(0, end - begin);
  }
  return total;
}
