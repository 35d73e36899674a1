/** Computes the cells (runs) of a matrix. Pure. */
import { group } from 'd3-array';
import type { Cell, Shard } from '../../store/matrix-record.ts';
import { UsageError } from '../exit.ts';

/** The dimensions that are crossed. */
export interface Dimensions {
  readonly workloads: readonly string[];
  /** Combinations of faults that run side by side. */
  readonly nemeses: readonly (readonly string[])[];
  readonly servers: readonly string[];
  readonly seeds: readonly number[];
}

/** Returns every combination; seeds vary slowest, so that a matrix that is stopped early has covered every
 * kind of run. */
export function cellsOf({ workloads, nemeses, servers, seeds }: Dimensions): Cell[] {
  return seeds.flatMap(seed =>
    servers.flatMap(server =>
      workloads.flatMap(workload => nemeses.map(nemesis => ({ workload, nemesis, server, seed }))),
    ),
  );
}

/** Returns every `of`-th cell, counted nemesis by nemesis, in the order of the matrix. Each shard gets every nemesis that has
 * enough cells, and no shard gets all of the slow ones. */
export function cellsIn(cells: readonly Cell[], { index, of }: Shard): Cell[] {
  const byNemesis = [...group(cells, ({ nemesis }) => nemesis.join('+')).values()].flat();
  const own = new Set(byNemesis.filter((_, at) => at % of === index - 1));
  return cells.filter(cell => own.has(cell));
}

/** Parses `2/4`. @throws UsageError */
export function parseShard(text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && of !== undefined && 1 <= index && index <= of) return { index, of };
  throw new UsageError(
    `--shard: expected i/n with i from 1 to n, such as 2/4, found ${JSON.stringify(text)}.`,
  );
}

/** Parses seeds: `1,2,10..12` -> 1, 2, 10, 11, 12. @throws UsageError */
export function parseSeeds(text: string): number[] {
  const seeds = text.split(',').flatMap(part => seedsIn(part.trim()));
  return [...new Set(seeds)];
}

const MOST_SEEDS = 100_000;

function seedsIn(part: string): number[] {
  const [, first, , last] = /^(-?\d{1,10})(\.\.(-?\d{1,10}))?$/.exec(part) ?? [];
  const from = Number(first);
  const to = last === undefined ? from : Number(last);
  if (first !== undefined && from <= to && to - from < MOST_SEEDS)
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  throw new UsageError(
    `--seeds: expected whole numbers and ranges such as 1,2,10..12, found ${JSON.stringify(part)}.`,
  );
}

/** Parses a combination: `partition+kill` -> partition, kill. */
export function parseCombination(text: string): string[] {
  return text.split('+').map(name => name.trim());
}
