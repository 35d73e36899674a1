/** Options for what is run. */
import type { ZodType } from 'zod';
import { joinAim, splitAim } from '../../../nemesis/aim.ts';
import { targets } from '../../ensemble/registry.ts';
import { referenceTo } from '../../store/modules.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { fewerSteps } from '../schedule/fewer-steps.ts';
import type { Names, Schemas } from './row.ts';

/** The fewest nodes: with fewer voters there is no minority. */
const LEAST_NODES = 3;

export const run = {
  workload: {
    kind: 'text',
    value: '<name|file>',
    group: 'What is run',
    help: 'the claim to test, or a file of your own that exports one',
    default: 'register',
    entries: 'workload',
    schema: (s: Schemas, { workloads }: Names): ZodType<string> => s.oneOf(workloads),
    toPlan: (workload: string): Pick<TestPlan, 'workload'> => ({ workload }),
    fromPlan: (plan: TestPlan): string => referenceTo(plan, 'workload', plan.workload),
  },
  nemesis: {
    kind: 'list',
    value: '<a,b|file>',
    group: 'What is run',
    help: 'faults to inject, side by side, each with an optional aim (kill:leader,slow:to=followers,ms=50..200), or packages of faults (network, process, disk, time, all); also files of your own',
    default: ['none'],
    entries: 'nemesis',
    schema: (s: Schemas, { nemeses }: Names): ZodType<readonly string[]> => s.severalAimed(nemeses),
    toPlan: (nemeses: readonly string[]): Pick<TestPlan, 'nemeses'> => ({ nemeses }),
    fromPlan: (plan: TestPlan): string =>
      plan.nemeses.map(text => aimedReference(plan, text)).join(','),
    /** Drops one of the faults; a run without any names `none`. */
    smaller: {
      rank: 1,
      steps: ({ nemeses, schedule }: TestPlan): readonly Partial<TestPlan>[] =>
        nemeses.flatMap((name, at) => {
          const left = nemeses.toSpliced(at, 1);
          return name === 'none' || schedule !== undefined
            ? []
            : [{ nemeses: left.length === 0 ? ['none'] : left }];
        }),
    },
  },
  schedule: {
    kind: 'text',
    value: '<file>',
    group: 'What is run',
    help: 'the faults, step by step, instead of random ones: the schedule.yaml of a run, or a file of your own (docs/schedules.md)',
    schema: (s: Schemas): ZodType<NonNullable<TestPlan['schedule']>> => s.loadedSchedule(),
    toPlan: (schedule: NonNullable<TestPlan['schedule']>): Pick<TestPlan, 'schedule'> => ({
      schedule,
    }),
    fromPlan: ({ schedule }: TestPlan): string | undefined => schedule?.path,
    smaller: {
      rank: 1,
      steps: (plan: TestPlan): readonly Partial<TestPlan>[] => fewerSteps(plan),
    },
  },
  /** Checkers by name, or files. */
  checker: {
    kind: 'list',
    value: '<a,b|file>',
    group: 'What is run',
    help: 'checkers beside those of the workload: models by which the history must be linearizable, answered (every request is answered while no fault is active), or files of your own',
    entries: 'checker',
    schema: (s: Schemas, { checkers }: Names): ZodType<readonly string[]> => s.severalOf(checkers),
    toPlan: (checkers: readonly string[]): Pick<TestPlan, 'checkers'> => ({ checkers }),
    fromPlan: (plan: TestPlan): string | undefined =>
      plan.checkers?.map(name => referenceTo(plan, 'checker', name)).join(','),
  },
  target: {
    kind: 'text',
    value: '<name>',
    group: 'What is run',
    help: 'where the ensemble runs',
    get default(): string {
      return targets[0].name;
    },
    schema: (s: Schemas, { targets: names }: Names): ZodType<string> => s.oneOf(names),
    toPlan: (target: string): Pick<TestPlan, 'target'> => ({ target }),
    fromPlan: ({ target }: TestPlan): string => target,
  },
  /** The server; each target declares which servers it takes. */
  server: {
    kind: 'text',
    value: '<version|image|archive>',
    group: 'What is run',
    get help(): string {
      return `a version that ships, or ${targets[0].servers.others}. ${targets
        .filter(({ servers }) => servers.others !== targets[0].servers.others)
        .map(({ name, servers }) => `With ${name}: ${servers.names}, or ${servers.others}`)
        .join('. ')}`;
    },
    get default(): string {
      return targets[0].servers.default;
    },
    schema: (s: Schemas): ZodType<string> => s.text('the name of a server'),
    toPlan: (server: string): Pick<TestPlan, 'server'> => ({ server }),
    fromPlan: ({ server }: TestPlan): string => server,
  },
  nodes: {
    kind: 'number',
    value: '<count>',
    group: 'What is run',
    help: 'voting servers',
    default: 3,
    schema: (s: Schemas): ZodType<number> => s.wholeNumber(1, 31),
    toPlan: (nodes: number): Pick<TestPlan, 'nodes'> => ({ nodes }),
    fromPlan: ({ nodes }: TestPlan): number => nodes,
    smaller: {
      rank: 3,
      steps: ({ nodes }: TestPlan): readonly Partial<TestPlan>[] =>
        nodes > LEAST_NODES ? [{ nodes: Math.max(LEAST_NODES, nodes - 2) }] : [],
    },
  },
  observers: {
    kind: 'number',
    value: '<count>',
    group: 'What is run',
    help: 'servers that do not vote',
    default: 0,
    schema: (s: Schemas): ZodType<number> => s.wholeNumber(0, 31),
    toPlan: (observers: number): Pick<TestPlan, 'observers'> => ({ observers }),
    fromPlan: ({ observers }: TestPlan): number => observers,
    smaller: {
      rank: 2,
      steps: ({ observers }: TestPlan): readonly Partial<TestPlan>[] =>
        observers > 0 ? [{ observers: observers - 1 }] : [],
    },
  },
} as const;

/** Returns the text that the user gave for a nemesis of the plan: with the path of its file, if it is the
 * user's own. */
function aimedReference(plan: TestPlan, text: string): string {
  const { name, aim } = splitAim(text);
  return joinAim({ name: referenceTo(plan, 'nemesis', name), aim });
}
