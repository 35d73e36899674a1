/** Who belongs to an ensemble, and what its servers agree on before they start. Times in milliseconds. */
import type { NodeName } from '../../contract.ts';

export interface Membership {
  readonly voters: readonly NodeName[];
  readonly observers: readonly NodeName[];
}

/** Sources: tickTime, initLimit, syncLimit, minSessionTimeout and maxSessionTimeout of the manual. */
export const TICK_MS = 500;
/** Ticks a learner may take to be in step with its leader. */
export const INIT_TICKS = 10;
/** Ticks of silence after which a learner or a leader gives the other up. */
export const SYNC_TICKS = 4;
export const MIN_SESSION_MS: number = 2 * TICK_MS;
export const MAX_SESSION_MS: number = 20 * TICK_MS;

/** The number of a server, by which elections choose between equals. */
export function idOf(node: NodeName, { voters, observers }: Membership): number {
  return [...voters, ...observers].indexOf(node) + 1;
}
