/** Gathers the options of a `zoobreak matrix`: a flag overrides the configuration file, which overrides the
 * default of `run`. */
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { targets } from '../../ensemble/registry.ts';
import type { Cell, Shard } from '../../store/matrix-record.ts';
import { referenceTo } from '../../store/modules.ts';
import { UsageError } from '../exit.ts';
import { expanded } from '../modules/own.ts';
import { named } from '../named.ts';
import type { MatrixConfig, Settings } from '../options/config.ts';
import { configOf } from '../options/settings-of.ts';
import { type Sources, splitList } from '../options/settings-sources.ts';
import { type Settled, settle } from '../options/settle.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags } from '../verb.ts';
import {
  cellsIn,
  cellsOf,
  type Dimensions,
  parseCombination,
  parseSeeds,
  parseShard,
} from './cells.ts';
import { jobsFor, thisMachine } from './machine.ts';

/** A matrix to run; the settings are those that all its runs share. */
export interface MatrixRequest extends Settled {
  /** The runs of this shard, each with its settings. */
  readonly runs: readonly CellRequest[];
  readonly shard: Shard;
  /** How many runs at once. */
  readonly jobs: number;
  /** Whether to start no further run after the first that is not valid. */
  readonly bail: boolean;
}

interface CellRequest extends Settled {
  readonly cell: Cell;
}

/** @throws UsageError for any error in the settings of its runs. */
export async function matrixRequest(terminal: Terminal, flags: Flags): Promise<MatrixRequest> {
  const config = await configOf(terminal, flags);
  const sources = { environment: terminal.environment, ...(config !== undefined && { config }) };
  const settledWith = (changed: Flags): Promise<Settled> =>
    settle({ ...sources, flags: { ...flags, ...changed, testCount: '1' } }, terminal.folder);
  const settled = await settledWith({});
  const shard = parseShard(String(flags.shard ?? '1/1'));
  const cells = cellsIn(
    cellsOf(await dimensionsOf(flags, matrixIn(config), { terminal, settled })),
    shard,
  );
  return {
    runs: await Promise.all(
      cells.map(async cell => ({ cell, ...(await settledWith({ ...cell })) })),
    ),
    shard,
    jobs: jobsOf(flags.jobs, settled.settings),
    bail: flags.bail === true,
    ...settled,
  };
}

/** Keeps the user's names for the user's own files, since each run loads them. */
async function dimensionsOf(
  flags: Flags,
  config: MatrixConfig,
  { terminal: { folder }, settled }: { readonly terminal: Terminal; readonly settled: Settled },
): Promise<Dimensions> {
  const { workload, nemesis, server, seed = randomInt(2 ** 31) } = settled.settings;
  const nemeses = listOf(flags.nemeses) ?? config.nemeses;
  const workloads = listOf(flags.workloads) ?? config.workloads;
  const given = { folder, origin: '--workloads' };
  return {
    workloads: workloads
      ? await expanded('workload', workloads, given)
      : [referenceTo(settled.repertoire, 'workload', workload)],
    nemeses: nemeses?.map(parseCombination) ?? [
      nemesis.map(name => referenceTo(settled.repertoire, 'nemesis', name)),
    ],
    servers: listOf(flags.servers) ?? config.servers ?? [server],
    seeds: flags.seeds === undefined ? (config.seeds ?? [seed]) : parseSeeds(String(flags.seeds)),
  };
}

function listOf(flag: unknown): string[] | undefined {
  return flag === undefined ? undefined : splitList(String(flag));
}

const names = z.array(z.string()).min(1);
const matrixSchema = z.strictObject({
  workloads: z.exactOptional(names),
  nemeses: z.exactOptional(names),
  servers: z.exactOptional(names),
  seeds: z.exactOptional(z.array(z.int()).min(1)),
});

/** @throws UsageError */
function matrixIn(config: Sources['config']): MatrixConfig {
  const { values } = config ?? {};
  if (typeof values !== 'object' || values === null || !('matrix' in values)) return {};
  const result = matrixSchema.safeParse(values.matrix);
  if (result.success) return result.data;
  throw new UsageError(`${config?.path}: matrix: ${z.prettifyError(result.error)}`);
}

function jobsOf(flag: unknown, { target, nodes, observers }: Settings): number {
  if (flag === undefined) return jobsFor(named(targets, target), nodes + observers, thisMachine());
  const jobs = Number(flag);
  if (Number.isInteger(jobs) && jobs >= 1) return jobs;
  throw new UsageError(`--jobs: expected a whole number from 1, found ${JSON.stringify(flag)}.`);
}
