/** statistics.json: operations by function and outcome, and their latencies. */
import { z } from 'zod';
import type { Stored } from './parts.ts';

const latency = z
  .object({ p50Ms: z.number(), p99Ms: z.number(), maxMs: z.number() })
  .describe('milliseconds from invocation to completion');

const functionStatistics = z.object({
  f: z.string(),
  counts: z.object({ ok: z.int(), fail: z.int(), info: z.int() }),
  latency: latency.exactOptional().describe('of the ok operations; absent where there were none'),
});

const statistics = z.object({
  functions: z.array(functionStatistics).describe('in order of first appearance'),
  total: functionStatistics,
  seconds: z.number().describe('from the first invocation to the last event of the history'),
});

export type Statistics = Stored<z.infer<typeof statistics>>;
export type FunctionStatistics = Statistics['total'];
export type Latency = NonNullable<FunctionStatistics['latency']>;
export const statisticsSchema: z.ZodType<Statistics> = statistics;
