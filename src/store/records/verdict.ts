/** verdict.json: what each checker decided on a run. */
import { z } from 'zod';
import { counts, index, type Stored, sentences, valid } from './parts.ts';

const attempt = z.object({
  from: z.string().describe('the state before the first step'),
  steps: z.array(z.object({ operation: index, state: z.string() })),
  blocked: z.array(z.object({ operation: index, why: z.string() })),
});

const anomaly = z.object({
  type: z.string(),
  title: z.string().exactOptional().describe('a more exact name than the type: `Stale read`'),
  promised: z.string(),
  seen: z.string(),
  operations: z.array(index).describe('the smallest set of events that was found to show it'),
  detail: z.array(z.string()).exactOptional(),
  picture: z.string().exactOptional().describe('an SVG document'),
  counterexample: z
    .object({ operations: z.array(index), core: z.array(index), attempts: z.array(attempt) })
    .exactOptional(),
});

const observed = { counts, notes: sentences.exactOptional() };
const checked = z.discriminatedUnion('valid', [
  z.object({ valid: z.literal(true), ...observed }),
  z.object({
    valid: z.literal(false),
    anomalies: z.tuple([anomaly], anomaly),
    found: counts
      .exactOptional()
      .describe('anomalies found, by type; absent: all of them are reported'),
    ...observed,
  }),
  z.object({ valid: z.literal('unknown'), why: z.string(), ...observed }),
]);

const verdict = z.object({
  valid,
  cut: sentences.describe('why the history is not the whole run; empty: it is'),
  checks: z
    .array(z.object({ name: z.string(), verdict: checked }))
    .describe('the check of the run itself, then those of the workload'),
  counts: counts.describe('client operations by function and outcome: `read ok`, ...'),
  coverage: counts.describe('elections, expired sessions, faults applied and verified, ...'),
});

export type VerdictRecord = Stored<z.infer<typeof verdict>>;
export const verdictSchema: z.ZodType<VerdictRecord> = verdict;
