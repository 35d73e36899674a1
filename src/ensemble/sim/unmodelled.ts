/** Faults that the model has no place for. */
import type { FaultKind, Support } from '../../contract.ts';

/** Its connections carry messages without a size, in order and once. */
export const UNMODELLED: readonly FaultKind[] = ['duplicate', 'rate', 'hold'];

export function modelSupports(fault: FaultKind): Support {
  if (!UNMODELLED.includes(fault)) return { ok: true };
  return {
    ok: false,
    why: "the model's connections carry messages without a size, in order and once",
  };
}
