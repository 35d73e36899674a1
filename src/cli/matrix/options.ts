/** What a `zoobreak matrix` is asked for: flag over configuration file over what `run` would take. */
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { targets } from '../../ensemble/registry.ts';
import type { Cell, Shard } from '../../store/matrix-record.ts';
import { UsageError } from '../exit.ts';
import { named } from '../named.ts';
import type { MatrixConfig, Settings } from '../options/config.ts';
import { configOf, settle } from '../options/settings-of.ts';
import { type Sources, splitList } from '../options/settings-sources.ts';
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

export interface MatrixRequest {
  /** Of this shard, each with the settings of its run. */
  readonly runs: readonly { readonly cell: Cell; readonly settings: Settings }[];
  readonly shard: Shard;
  /** How many runs at once. */
  readonly jobs: number;
  /** Whether the first run that is not valid is the last to begin. */
  readonly bail: boolean;
  /** What all runs share. */
  readonly settings: Settings;
}

/** @throws UsageError for whatever is wrong with any of its runs. */
export async function matrixRequest(terminal: Terminal, flags: Flags): Promise<MatrixRequest> {
  const config = await configOf(terminal, flags);
  const sources = { environment: terminal.environment, ...(config !== undefined && { config }) };
  const settingsWith = (changed: Flags): Settings =>
    settle({ ...sources, flags: { ...flags, ...changed, testCount: '1' } });
  const settings = settingsWith({});
  const shard = parseShard(String(flags.shard ?? '1/1'));
  const cells = cellsIn(cellsOf(dimensionsOf(flags, matrixIn(config), settings)), shard);
  return {
    runs: cells.map(cell => ({ cell, settings: settingsWith({ ...cell }) })),
    shard,
    jobs: jobsOf(flags.jobs, settings),
    bail: flags.bail === true,
    settings,
  };
}

function dimensionsOf(flags: Flags, config: MatrixConfig, settings: Settings): Dimensions {
  const { workload, nemesis, server, seed = randomInt(2 ** 31) } = settings;
  const nemeses = listOf(flags.nemeses) ?? config.nemeses;
  return {
    workloads: listOf(flags.workloads) ?? config.workloads ?? [workload],
    nemeses: nemeses?.map(parseCombination) ?? [nemesis],
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
