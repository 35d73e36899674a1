/** Observes until a condition holds: a fault is reported by its observed effect, not by its request. */
import type { EnsembleNode, NemesisOptions, Role } from '../src/contract.ts';

/** Between two looks. */
const PAUSE_MS = 200;

export interface Observation<T> {
  readonly clock: NemesisOptions['clock'];
  readonly signal: AbortSignal;
  /** Looks are repeated for this long, then the last one counts. */
  readonly boundMs: number;
  readonly look: () => Promise<T>;
  readonly enough: (seen: T) => boolean;
}

/** Returns the first observation that suffices, otherwise the last one within the bound. */
export async function observe<T>(observation: Observation<T>): Promise<T> {
  const { clock, signal, boundMs, look, enough } = observation;
  const end = clock.nowNs() + boundMs * 1e6;
  let seen = await look();
  while (!enough(seen) && clock.nowNs() < end) {
    await clock.sleep(PAUSE_MS, signal);
    seen = await look();
  }
  return seen;
}

/** The role of a node once it serves, else none. */
export function roleWithin(
  node: EnsembleNode,
  bounds: Pick<Observation<Role>, 'clock' | 'signal' | 'boundMs'>,
): Promise<Role> {
  return observe({
    ...bounds,
    look: () => node.role(bounds.signal),
    enough: role => role !== 'none',
  });
}
