/** The files of a run's folder as zod schemas, from which the JSON Schemas in schemas/ are made.
 *  They say what a reader may rely on: a new optional field does not change the version, all else does. */
import { z } from 'zod';
import type { RolesSeen } from '../run/role-watch.ts';
import type { Manifest } from './manifest.ts';
import type { TestPlan } from './plan.ts';
import type { TestRecord, VerdictRecord } from './results.ts';

const valid = z.union([z.boolean(), z.literal('unknown')]);
const counts = z.record(z.string(), z.number());
const texts = z.record(z.string(), z.string());
const sentences = z.array(z.string());
const index = z.int().min(0).describe('of an event of history.jsonl');

const plan: z.ZodType<TestPlan> = z
  .looseObject({
    workload: z.string(),
    nemeses: z.array(z.string()),
    target: z.string(),
    server: z.string().describe('a version that ships, or an image'),
    nodes: z.int().min(1).describe('voting servers'),
    observers: z.int().min(0),
    concurrency: z.int().min(1).describe('client threads'),
    rate: z.number().min(0).describe('operations a second; 0: as fast as they go'),
    timeLimitMs: z.number(),
    nemesisIntervalMs: z.number(),
    keys: z.int().min(1).describe('objects in use at a time'),
    reads: z.enum(['local', 'sync', 'quorum']),
    clients: z.enum(['pinned', 'roaming']),
    sessionTimeoutMs: z.number(),
    operationTimeoutMs: z.number(),
    bug: z.string().exactOptional().describe('planted in the model ensemble of the sim'),
    seed: z.int().describe('of every random choice'),
    leaveRunning: z.boolean(),
  })
  .describe('what the run was asked to do');

const test: z.ZodType<TestRecord> = z.object({
  schema: z.literal(1),
  plan,
  ending: z
    .enum(['running', 'complete', 'stopped', 'crashed'])
    .describe('running: the controller died'),
  crash: z.string().exactOptional().describe('why it crashed'),
  startedAt: z.string().describe('ISO 8601'),
  versions: texts.describe('zoobreak, node, ...'),
  ensemble: texts.describe('what the ensemble says of itself: image digests, session limits, ...'),
  workload: z.object({
    name: z.string(),
    claim: z.string(),
    source: z.string(),
    checkers: z.array(z.object({ name: z.string(), perKey: z.boolean() })),
    skipped: z
      .array(z.object({ name: z.string(), why: z.string() }))
      .exactOptional()
      .describe('what was left out, since the server lacks it'),
  }),
  nemeses: z
    .array(z.object({ name: z.string(), fs: z.array(z.string()) }))
    .describe('fs: the last one heals, those before it break'),
  troubles: sentences.describe('what did not go as it should without ending the run'),
  doubts: sentences.describe('why the run shows less than it should: it is unknown'),
});

const attempt = z.object({
  from: z.string().describe('the state before the first step'),
  steps: z.array(z.object({ operation: index, state: z.string() })),
  blocked: z.array(z.object({ operation: index, why: z.string() })),
});

const anomaly = z.object({
  type: z.string(),
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
    ...observed,
  }),
  z.object({ valid: z.literal('unknown'), why: z.string(), ...observed }),
]);

const verdict: z.ZodType<VerdictRecord> = z.object({
  valid,
  cut: sentences.describe('why the history is not the whole run; empty: it is'),
  checks: z.array(z.object({ name: z.string(), verdict: checked })),
  counts: counts.describe('operations by function and outcome'),
  coverage: counts.describe('elections, expired sessions, faults applied and verified, ...'),
});

const hex = z.string().regex(/^-?0x[0-9a-f]+$/i);
const event = z.object({
  index: z.int().min(0),
  type: z.enum(['invoke', 'ok', 'fail', 'info']),
  process: z.union([z.int().min(0), z.literal('nemesis')]),
  f: z.string(),
  value: z.json(),
  key: z.union([z.string(), z.number()]).exactOptional(),
  time: z.int().describe("nanoseconds since the run's origin"),
  node: z.string().exactOptional(),
  zxid: hex.exactOptional(),
  session: hex.exactOptional(),
  error: z.object({ name: z.string(), message: z.string().exactOptional() }).exactOptional(),
});

const role = z.enum(['leader', 'follower', 'observer', 'standalone', 'none']);
const roles: z.ZodType<RolesSeen> = z.object({
  time: z.number().describe("nanoseconds since the run's origin"),
  roles: z.record(z.string(), role),
});

const manifest: z.ZodType<Manifest> = z.object({
  schema: z.literal(1).describe('the version of the whole folder'),
  run: z.string(),
  valid,
  seed: z.int(),
  plan,
  versions: texts,
  ensemble: texts,
  files: z.array(
    z.object({
      path: z.string(),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

export type StoredFile =
  | 'test.json'
  | 'history.jsonl'
  | 'roles.jsonl'
  | 'verdict.json'
  | 'manifest.json';

/** By the name of the file whose content, or each line of it, they are of. */
export const SCHEMAS: Readonly<Record<StoredFile, z.ZodType>> = {
  'test.json': test,
  'history.jsonl': event,
  'roles.jsonl': roles,
  'verdict.json': verdict,
  'manifest.json': manifest,
};

/** The JSON Schema of a file of the folder, as it stands in schemas/. */
export function jsonSchemaOf(file: StoredFile): string {
  const each = file.endsWith('.jsonl') ? 'Each line of ' : '';
  const schema = SCHEMAS[file].meta({ title: `${each}${file} of a run's folder, version 1` });
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}
