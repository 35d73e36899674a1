/** What tells a run from other runs, from its test.json alone: names, rows, matrices, trends, comparisons and JUnit
 *  suites all take it from here. Pure. */
import type { TestPlan } from './records/plan.ts';
import type { TestRecord } from './records/test.ts';

/** Settings that a name does not mention. */
export const USUAL = { nodes: 3, reads: 'quorum', clients: 'pinned' } as const;

/** Remarks without which a verdict of `invalid` would accuse ZooKeeper wrongly. */
export const BADGES = {
  notPromised: 'not promised by ZooKeeper',
  bug: 'planted bug',
} as const;

export type Badge = (typeof BADGES)[keyof typeof BADGES];

export interface Identity {
  /** `register-partition-docker-reads-local` */
  readonly name: string;
  /** The unusual settings in words: `reads local`, `nodes 5`, `bug stale-sync`. */
  readonly traits: readonly string[];
  readonly badges: readonly Badge[];
  /** Target, server, nodes, reads, clients, seed, and fencing, naive recipes, profile and bug where they are set. */
  readonly setting: Readonly<Record<string, string>>;
}

/** `ensemble` may describe the server better than the plan: a model is no version of ZooKeeper. */
export function identityOf(test: {
  readonly plan: TestPlan;
  readonly ensemble: TestRecord['ensemble'];
  readonly workload: Pick<TestRecord['workload'], 'promised'>;
}): Identity {
  const { plan, ensemble, workload } = test;
  const { target, server, reads, clients, seed } = plan;
  return {
    name: nameOf(plan),
    traits: traitsOf(plan),
    badges: [
      ...(workload.promised === false ? [BADGES.notPromised] : []),
      ...(plan.bug === undefined ? [] : [BADGES.bug]),
    ],
    setting: {
      target,
      server: ensemble.server ?? server,
      nodes: nodesText(plan),
      reads,
      clients,
      ...extrasOf(plan),
      seed: `${seed}`,
    },
  };
}

/** `register-partition-docker`, then the traits, in characters that every file system takes. */
export function nameOf(plan: TestPlan): string {
  const { workload, nemeses, target } = plan;
  const faults = nemeses.map(fileName).join('+') || 'none';
  return [workload, faults, target, ...traitsOf(plan).map(fileName)].join('-');
}

function traitsOf(plan: TestPlan): readonly string[] {
  const nodes = nodesText(plan);
  return [
    ...(plan.reads === USUAL.reads ? [] : [`reads ${plan.reads}`]),
    ...(nodes === `${USUAL.nodes}` ? [] : [`nodes ${nodes}`]),
    ...(plan.clients === USUAL.clients ? [] : [`clients ${plan.clients}`]),
    ...Object.entries(extrasOf(plan)).map(([name, value]) => `${name} ${value}`),
  ];
}

/** What most runs do not set. */
function extrasOf({ fencing, naive, profile, bug }: TestPlan): Readonly<Record<string, string>> {
  return {
    ...(fencing !== undefined && { fencing }),
    ...(naive === true && { recipes: 'naive' }),
    ...(profile !== undefined && { profile }),
    ...(bug !== undefined && { bug }),
  };
}

/** `3`, or `3+1` with an observer. */
function nodesText({ nodes, observers }: TestPlan): string {
  return `${nodes}${observers > 0 ? `+${observers}` : ''}`;
}

function fileName(text: string): string {
  return text.replaceAll(/[^\w.+-]+/g, '-');
}
