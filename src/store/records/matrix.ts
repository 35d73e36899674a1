/** matrix.json: the runs of one shard of a matrix. */
import { z } from 'zod';
import type { Stored } from './parts.ts';

const run = z.object({
  workload: z.string(),
  nemesis: z.array(z.string()).describe('faults side by side'),
  server: z.string(),
  seed: z.int(),
});

const cell = run.extend({
  outcome: z
    .enum(['valid', 'invalid', 'unknown', 'crash', 'interrupted', 'not run'])
    .describe('not run: the matrix was stopped before its turn'),
  folder: z.string().exactOptional().describe('relative to matrix.json; absent: it never began'),
});

const matrix = z.object({
  schema: z.literal(1),
  shard: z.object({ index: z.int().min(1), of: z.int().min(1) }).describe('index counts from 1'),
  cells: z.array(cell),
});

export type Cell = Stored<z.infer<typeof run>>;
export type CellRecord = Stored<z.infer<typeof cell>>;
export type CellOutcome = CellRecord['outcome'];
export type MatrixRecord = Stored<z.infer<typeof matrix>>;
export type Shard = MatrixRecord['shard'];
export const matrixSchema: z.ZodType<MatrixRecord> = matrix;
