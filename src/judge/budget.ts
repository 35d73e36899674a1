/** Budgets of checkers. */
import type { Clock } from '../clock.ts';
import type { Budget } from '../contract.ts';

/** What one checker may use on one shard. */
export type Limits = Pick<Budget, 'timeMs' | 'memoryMb'>;

/** A budget that starts now. */
export function budgetFrom(clock: Clock, limits: Limits): Budget {
  const startNs = clock.nowNs();
  return { ...limits, elapsedMs: () => (clock.nowNs() - startNs) / 1e6 };
}
