/** The plan: what one run is asked to do. With the same plan and the same versions, a run makes the same
 *  choices. Durations are in milliseconds. */
import { z } from 'zod';
import type { Stored } from './parts.ts';
import { steps } from './schedule.ts';

const ssh = z
  .object({
    nodesFile: z.string(),
    username: z.string().exactOptional(),
    sshPrivateKey: z.string().exactOptional(),
    sshPort: z.int().exactOptional(),
    knownHosts: z.string().exactOptional(),
    sudo: z.boolean(),
  })
  .describe('the machines of the ssh target, as the flags of the same names');

const moduleFile = z.object({
  file: z.string().describe('path inside modules/, with `/` between names'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const module = moduleFile
  .extend({
    kind: z.enum(['workload', 'nemesis', 'checker', 'profile']),
    name: z.string().describe('of the entry, as the plan has it'),
    path: z.string().describe('as the user gave it'),
    imports: z.array(moduleFile).describe('files that it imports by relative paths'),
  })
  .describe("an entry of the user's own: the file that exports it, stored in modules/");

const known = z
  .object({
    workload: z.string().describe('a name in the registry of workloads'),
    nemeses: z
      .array(z.string())
      .describe(
        'names in the registry of nemeses, each with its aim (`kill:leader`); empty: no faults',
      ),
    target: z.string(),
    server: z
      .string()
      .describe(
        'a version that ships (`3.9.6`), another release, an archive of one, or an image with its tag',
      ),
    nodes: z.int().min(1).describe('voting servers'),
    observers: z.int().min(0),
    concurrency: z.int().min(1).describe('client threads'),
    rate: z.number().min(0).describe('operations a second over all clients; 0: no limit'),
    timeLimitMs: z
      .number()
      .describe(
        'duration of the load; up to 15 s longer while a nemesis has no verified fault yet',
      ),
    nemesisIntervalMs: z.number().describe('mean time between two operations of one nemesis'),
    survivors: z
      .literal('majority')
      .exactOptional()
      .describe('faults strike no more than a minority of the voters at any time'),
    schedule: z
      .object({ path: z.string().describe('as the user gave it'), steps })
      .exactOptional()
      .describe('the faults, step by step, in place of those that chance decides'),
    keys: z.int().min(1).describe('independent objects in use at a time'),
    reads: z.enum(['local', 'sync', 'quorum']),
    clients: z
      .enum(['pinned', 'roaming'])
      .describe('pinned: each process uses one node; roaming: any that answers'),
    sessionTimeoutMs: z.number(),
    operationTimeoutMs: z.number().describe('deadline of one operation'),
    fencing: z
      .literal('claimed')
      .exactOptional()
      .describe('the claim that no client acts on a lease that it has lost'),
    naive: z
      .literal(true)
      .exactOptional()
      .describe('recipes without the unique id by which a create whose reply was lost is found'),
    ssh: ssh.exactOptional(),
    bug: z.string().exactOptional().describe('planted in the model ensemble of the sim'),
    checkers: z.array(z.string()).exactOptional().describe('beside those of the workload'),
    profile: z.string().exactOptional().describe('the profile of the server'),
    serverConfig: z
      .array(z.string())
      .exactOptional()
      .describe('lines `key=value` of the configuration of every server, after those of the run'),
    modules: z.array(module).exactOptional().describe("entries of the user's own"),
    compress: z
      .enum(['gzip', 'zstd'])
      .exactOptional()
      .describe('how the history is compressed; absent: it is not'),
    seed: z.int().describe('seed for every random choice'),
    leaveRunning: z.boolean().describe('the ensemble stays up after the run'),
  })
  .describe('what the run was asked to do');

export type TestPlan = Stored<z.infer<typeof known>>;

/** Keeps other fields as they are: options that only one workload or target reads. */
export const plan: z.ZodType<TestPlan> = known.loose();

export type SshPlan = Stored<z.infer<typeof ssh>>;
export type StoredModule = Stored<z.infer<typeof module>>;
export type ModuleFile = Stored<z.infer<typeof moduleFile>>;
