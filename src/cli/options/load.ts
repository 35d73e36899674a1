/** Options for the load and its clients. */
import type { ZodType } from 'zod';
import type { ReadStrength } from '../../contract.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import type { Schemas, Shape } from './row.ts';

/** How long a client waits for a reply before the operation is indeterminate. */
const OPERATION_TIMEOUT_MS = 5_000;
const SESSION_TIMEOUT_MS = 6_000;
const LEAST_LOAD_MS = 1_000;

export const load = {
  /** A number, or N threads per node (`2n`). */
  concurrency: {
    kind: 'text',
    value: '<count|count per node>',
    group: 'Load',
    help: 'client threads: 6, or 2n for two per node',
    default: '2n',
    schema: (s: Schemas): ZodType<number | string> => s.threads(),
    toPlan: (
      count: number | string,
      { nodes, observers }: Shape,
    ): Pick<TestPlan, 'concurrency'> => ({ concurrency: threadsOf(count, nodes + observers) }),
    fromPlan: ({ concurrency }: TestPlan): number => concurrency,
    smaller: {
      rank: 5,
      steps: ({ concurrency, nodes }: TestPlan): readonly Partial<TestPlan>[] =>
        concurrency > nodes ? [{ concurrency: Math.max(nodes, Math.floor(concurrency / 2)) }] : [],
    },
  },
  rate: {
    kind: 'number',
    value: '<per second>',
    group: 'Load',
    help: 'operations per second over all clients; 0: no limit',
    default: 200,
    schema: (s: Schemas): ZodType<number> => s.atLeastZero(),
    toPlan: (rate: number): Pick<TestPlan, 'rate'> => ({ rate }),
    fromPlan: ({ rate }: TestPlan): number => rate,
    smaller: {
      rank: 6,
      steps: ({ rate }: TestPlan): readonly Partial<TestPlan>[] =>
        rate > 1 ? [{ rate: Math.ceil(rate / 2) }] : [],
    },
  },
  /** Seconds. */
  timeLimit: {
    kind: 'number',
    value: '<seconds>',
    group: 'Load',
    help: 'how long the load lasts; up to 15 s longer while a nemesis has no verified fault yet',
    default: 60,
    schema: (s: Schemas): ZodType<number> => s.seconds(),
    toPlan: (limit: number): Pick<TestPlan, 'timeLimitMs'> => ({ timeLimitMs: limit * 1000 }),
    fromPlan: ({ timeLimitMs }: TestPlan): number => timeLimitMs / 1000,
    smaller: {
      rank: 4,
      steps: ({ timeLimitMs }: TestPlan): readonly Partial<TestPlan>[] =>
        timeLimitMs >= 2 * LEAST_LOAD_MS ? [{ timeLimitMs: Math.floor(timeLimitMs / 2) }] : [],
    },
  },
  /** Seconds. */
  nemesisInterval: {
    kind: 'number',
    value: '<seconds>',
    group: 'Load',
    help: 'mean time between two operations of a nemesis',
    default: 3,
    schema: (s: Schemas): ZodType<number> => s.seconds(),
    toPlan: (interval: number): Pick<TestPlan, 'nemesisIntervalMs'> => ({
      nemesisIntervalMs: interval * 1000,
    }),
    fromPlan: ({ nemesisIntervalMs }: TestPlan): number => nemesisIntervalMs / 1000,
  },
  survivors: {
    kind: 'text',
    value: '<how many>',
    group: 'Load',
    help: 'nodes that must survive faults: any number, or a majority of the voters at any time',
    default: 'any',
    schema: (s: Schemas): ZodType<'any' | 'majority'> => s.oneOf(['any', 'majority']),
    toPlan: (survivors: 'any' | 'majority'): Pick<TestPlan, 'survivors'> =>
      survivors === 'majority' ? { survivors } : {},
    fromPlan: ({ survivors }: TestPlan): string | undefined => survivors,
  },
  keys: {
    kind: 'number',
    value: '<count>',
    group: 'Load',
    help: 'independent objects in use at a time',
    default: 8,
    schema: (s: Schemas): ZodType<number> => s.wholeNumber(1, 100_000),
    toPlan: (keys: number): Pick<TestPlan, 'keys'> => ({ keys }),
    fromPlan: ({ keys }: TestPlan): number => keys,
    smaller: {
      rank: 7,
      steps: ({ keys }: TestPlan): readonly Partial<TestPlan>[] =>
        keys > 1 ? [{ keys: Math.ceil(keys / 2) }] : [],
    },
  },
  reads: {
    kind: 'text',
    value: '<strength>',
    group: 'Load',
    help: 'local, sync or quorum: what a client does before each read',
    default: 'quorum',
    schema: (s: Schemas): ZodType<ReadStrength> => s.oneOf(['local', 'sync', 'quorum']),
    toPlan: (reads: ReadStrength): Pick<TestPlan, 'reads'> => ({ reads }),
    fromPlan: ({ reads }: TestPlan): string => reads,
  },
  clients: {
    kind: 'text',
    value: '<how>',
    group: 'Load',
    help: 'pinned to one node each, or roaming over all',
    default: 'pinned',
    schema: (s: Schemas): ZodType<'pinned' | 'roaming'> => s.oneOf(['pinned', 'roaming']),
    toPlan: (clients: 'pinned' | 'roaming'): Pick<TestPlan, 'clients' | 'operationTimeoutMs'> => ({
      clients,
      operationTimeoutMs: OPERATION_TIMEOUT_MS,
    }),
    fromPlan: ({ clients }: TestPlan): string => clients,
  },
  /** Seconds. */
  sessionTimeout: {
    kind: 'number',
    value: '<seconds>',
    group: 'Load',
    help: 'how long servers keep the session of a silent client; idle clients ping at a third of that',
    default: 6,
    schema: (s: Schemas): ZodType<number> => s.seconds(),
    toPlan: (timeout: number): Pick<TestPlan, 'sessionTimeoutMs'> => ({
      sessionTimeoutMs: timeout * 1000,
    }),
    fromPlan: ({ sessionTimeoutMs }: TestPlan): number | undefined =>
      sessionTimeoutMs === SESSION_TIMEOUT_MS ? undefined : sessionTimeoutMs / 1000,
  },
  fencing: {
    kind: 'text',
    value: '<claim>',
    group: 'Load',
    help: 'none, or claimed: claims that no client acts on a lock that it has lost',
    default: 'none',
    schema: (s: Schemas): ZodType<'none' | 'claimed'> => s.oneOf(['none', 'claimed']),
    toPlan: (fencing: 'none' | 'claimed'): Pick<TestPlan, 'fencing'> =>
      fencing === 'claimed' ? { fencing } : {},
    fromPlan: ({ fencing }: TestPlan): string | undefined => fencing,
  },
  /** Disables the unique-id check: after a lost reply, a create is simply retried. */
  naive: {
    kind: 'switch',
    group: 'Load',
    help: 'recipes retry a create whose reply was lost, without searching for it by a unique id',
    default: false,
    schema: (s: Schemas): ZodType<boolean> => s.yesOrNo(),
    toPlan: (naive: boolean): Pick<TestPlan, 'naive'> => (naive ? { naive } : {}),
    fromPlan: ({ naive }: TestPlan): true | undefined => naive,
  },
} as const;

/** Returns the number of threads: `6` -> 6; `2n` -> two per node. */
function threadsOf(count: number | string, nodes: number): number {
  const text = String(count);
  return text.endsWith('n') ? Number(text.slice(0, -1)) * nodes : Number(text);
}
