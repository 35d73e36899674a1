/** Faults that the model has no place for. */
import type { FaultKind, Support } from '../../contract.ts';

const OF_LINKS = "the model's connections carry messages without a size, in order and once";
export const NO_FILES = "the model's disk is a list of transactions, which are not kept in files";
const WHY: Partial<Readonly<Record<FaultKind, string>>> = {
  ...{ duplicate: OF_LINKS, rate: OF_LINKS, hold: OF_LINKS },
  files: NO_FILES,
  cpu: "the model's servers take no processor time",
  memory: "the model's servers share the memory of this process",
  upgrade: 'the model has one version',
  membership: 'the members of the model are fixed',
};

export const UNMODELLED: readonly FaultKind[] = (Object.keys(WHY) as FaultKind[]).sort();

export function modelSupports(fault: FaultKind): Support {
  const why = WHY[fault];
  return why === undefined ? { ok: true } : { ok: false, why };
}
