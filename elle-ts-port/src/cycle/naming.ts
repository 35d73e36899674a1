/** Names cycles by the relations between neighbours. */
import { PROCESS, REALTIME, RW, RWP, WR, WRP, WW, WWP } from '../graph/relation.ts';
import type { Workload } from '../history/event.ts';

/** Which of several relations explains a pair: the first that holds. Data before process and realtime. */
const PRECEDENCE: Readonly<Record<Workload, readonly number[]>> = {
  'list-append': [WW, WWP, WR, WRP, RW, RWP, REALTIME, PROCESS],
  'rw-register': [WR, WRP, WW, WWP, RW, RWP, REALTIME, PROCESS],
};

/** The one relation that explains an edge, for each possible byte of relations. */
export function explainingRelations(workload: Workload): Uint8Array {
  const precedence = PRECEDENCE[workload];
  return Uint8Array.from(
    { length: 256 },
    (_, set) => precedence.find(relation => relation & set) ?? 0,
  );
}

/** The type of a cycle that walks these relations: each is a single one. */
export function cycleType(relations: readonly number[]): string {
  return familyOf(relations) + suffixOf(relations);
}

function familyOf(relations: readonly number[]): string {
  const isRw = (i: number): boolean => ((relations.at(i) ?? 0) & (RW | RWP)) !== 0;
  const rws = relations.filter((_, i) => isRw(i)).length;
  if (rws === 0) return relations.some(relation => relation & (WR | WRP)) ? 'G1c' : 'G0';
  const item = relations.includes(RWP) ? '' : '-item';
  if (rws === 1) return `G-single${item}`;
  const adjacent = relations.some((_, i) => isRw(i) && isRw(i - 1));
  return (adjacent ? 'G2' : 'G-nonadjacent') + item;
}

function suffixOf(relations: readonly number[]): string {
  if (relations.includes(REALTIME)) return '-realtime';
  return relations.includes(PROCESS) ? '-process' : '';
}
