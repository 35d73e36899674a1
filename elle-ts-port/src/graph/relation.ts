/** The relations that can hold between two transactions, one bit each, so that an edge is a byte. */

/** b wrote the version right after one that a wrote. */
export const WW = 1;
/** WW through a predicate. Reserved: neither workload has predicates. */
export const WWP = 2;
/** b read a version that a wrote. */
export const WR = 4;
export const WRP = 8;
/** a read a version, and b wrote the next one. */
export const RW = 16;
export const RWP = 32;
/** a precedes b in one process. */
export const PROCESS = 64;
/** a ended before b began. */
export const REALTIME = 128;

/** Names by bit number. */
export const RELATIONS = ['ww', 'wwp', 'wr', 'wrp', 'rw', 'rwp', 'process', 'realtime'] as const;
export type RelationName = (typeof RELATIONS)[number];

/** The name of a single relation. */
export function relationName(relation: number): RelationName {
  return RELATIONS[31 - Math.clz32(relation)] ?? 'ww';
}

/** The names of all relations in a set. */
export function relationNames(set: number): RelationName[] {
  return RELATIONS.filter((_, bit) => set & (1 << bit));
}
