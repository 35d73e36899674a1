/** One option of a run. Its row is the only place that defines it: the command line, the ZOOBREAK_*
 * variables, the configuration file and its type, the plan, the command to run again, the smaller plans of
 * `shrink` and docs/reference.md are derived from it. */
import type { ZodType } from 'zod';
import type { StoredModule } from '../../store/modules.ts';
import type { TestPlan } from '../../store/records/plan.ts';

/** How the text of a flag or a variable is parsed. */
export type Kind = 'text' | 'number' | 'list' | 'switch';

export interface OptionRow {
  readonly kind: Kind;
  /** The placeholder of the value in `--help`; absent for a switch. */
  readonly value?: string;
  readonly help: string;
  /** The heading in `--help`. */
  readonly group: string;
  /** The default value; absent if the option may be omitted. */
  readonly default?: unknown;
  /** The kind of entries that a file named in the value exports. Absent: the value holds no path. */
  readonly entries?: StoredModule['kind'];
  /** What happens with a target or workload that does not take the option. Default: an error. */
  readonly elsewhere?: 'ignored';
  /** How `shrink` makes a plan smaller by this option. */
  readonly smaller?: Smaller;
  schema(schemas: Schemas, names: Names): ZodType;
  /** Returns the part of the plan that the value decides. Absent: the option is not part of a plan. */
  toPlan?(value: unknown, settings: Shape): PlanPart;
  /** Returns the value as given on a command line; undefined if it need not be given. */
  fromPlan?(plan: TestPlan): Given | undefined;
}

/** The schemas of rows, as a type: loading them loads zod. */
export type Schemas = typeof import('./schemas.ts');

/** The names that options may refer to. */
export interface Names {
  readonly workloads: readonly string[];
  readonly nemeses: readonly string[];
  readonly checkers: readonly string[];
  readonly profiles: readonly string[];
  readonly targets: readonly string[];
  readonly bugs: readonly string[];
  readonly reporters: readonly string[];
}

/** The settings that a plan's other parts depend on. */
export interface Shape {
  readonly nodes: number;
  readonly observers: number;
}

/** A part of a plan; all rows' parts merged make a plan. A field that TestPlan lacks is stored unchanged. */
export type PlanPart = Readonly<Record<string, unknown>> & {
  readonly [Field in keyof TestPlan]?: FieldPart<NonNullable<TestPlan[Field]>>;
};

/** Allows several options to decide one field, if it is an object. */
type FieldPart<T> = T extends readonly unknown[] ? T : T extends object ? Partial<T> : T;

/** A value, or `true` for a switch. */
type Given = string | number | true;

interface Smaller {
  /** The order in which options are tried, 1 first: what helps most to understand a violation. */
  readonly rank: number;
  readonly steps: (plan: TestPlan) => readonly Partial<TestPlan>[];
}
