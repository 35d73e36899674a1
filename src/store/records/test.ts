/** test.json: the plan of a run, the versions it ran with, and how it ended. */
import { z } from 'zod';
import { faultOperation } from './faults.ts';
import { type Stored, sentences, texts } from './parts.ts';
import { plan } from './plan.ts';

const test = z.object({
  schema: z.literal(1),
  plan,
  ending: z
    .enum(['running', 'complete', 'stopped', 'crashed'])
    .describe('running, where no process runs it: the controller died'),
  crash: z.string().exactOptional().describe('why it crashed'),
  startedAt: z.string().describe('ISO 8601'),
  versions: texts.describe('zoobreak, node, ...'),
  ensemble: texts.describe('facts reported by the ensemble: image digests, session limits, ...'),
  workload: z.object({
    name: z.string(),
    claim: z.string(),
    source: z.string(),
    promised: z
      .literal(false)
      .exactOptional()
      .describe('false: ZooKeeper does not promise the claim, so a violation is no defect of it'),
    checkers: z.array(z.object({ name: z.string(), perKey: z.boolean() })),
    skipped: z
      .array(z.object({ name: z.string(), why: z.string() }))
      .exactOptional()
      .describe('features that were left out, since the server lacks them'),
  }),
  nemeses: z
    .array(z.object({ name: z.string(), operations: z.array(faultOperation) }))
    .describe('the faults that each of them declares'),
  troubles: sentences.describe('problems that did not end the run'),
  doubts: sentences.describe('why the run shows less than it should: its verdict is unknown'),
});

export type TestRecord = Stored<z.infer<typeof test>>;
export type Ending = TestRecord['ending'];
export const testSchema: z.ZodType<TestRecord> = test;
