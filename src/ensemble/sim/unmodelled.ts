/** Faults that the model has no place for. */
import type { FaultKind, Support } from '../../contract.ts';

export const UNMODELLED: readonly FaultKind[] = ['duplicate', 'rate', 'hold', 'disk', 'files'];

export function modelSupports(fault: FaultKind): Support {
  if (!UNMODELLED.includes(fault)) return { ok: true };
  const isOfDisks = fault === 'disk' || fault === 'files';
  return {
    ok: false,
    why: isOfDisks
      ? "the model's disk is a list of transactions, without calls and files"
      : "the model's connections carry messages without a size, in order and once",
  };
}
