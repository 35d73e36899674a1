/** One option of a run: its row is the only place that knows it. The command line, the ZOOBREAK_* variables,
 *  the configuration file and its type, the plan, the command to run again, the smaller plans of `shrink`
 *  and docs/reference.md come from the rows. */
import type { ZodType } from 'zod';
import type { StoredModule } from '../../store/modules.ts';
import type { TestPlan } from '../../store/records/plan.ts';

/** How the text of a flag or a variable is parsed. */
export type Kind = 'text' | 'number' | 'list' | 'switch';

export interface OptionRow {
  readonly kind: Kind;
  /** Stands for the value in `--help`; absent for a switch. */
  readonly value?: string;
  readonly help: string;
  /** Heading in `--help`. */
  readonly group: string;
  /** Absent where the option may be left out. */
  readonly default?: unknown;
  /** The kind of entries that the file of a path in the value exports. Absent: the value holds no path. */
  readonly entries?: StoredModule['kind'];
  /** What happens with a target or workload that does not take the option. Default: it is refused. */
  readonly elsewhere?: 'ignored';
  /** How `shrink` makes a plan smaller by this option. */
  readonly smaller?: Smaller;
  schema(schemas: Schemas, names: Names): ZodType;
  /** The part of the plan that the value decides. Absent: the option is not part of a plan. */
  toPlan?(value: unknown, settings: Shape): PlanPart;
  /** The value as a command line gives it; undefined where it need not be given. */
  fromPlan?(plan: TestPlan): Given | undefined;
}

/** The schemas that rows are written with; loading them loads zod. */
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

/** Merged over all rows, it is a plan. A field that is no field of TestPlan is stored as it is. */
export type PlanPart = Readonly<Record<string, unknown>> & {
  readonly [Field in keyof TestPlan]?: FieldPart<NonNullable<TestPlan[Field]>>;
};

/** Several options may decide one field, if it is an object. */
type FieldPart<T> = T extends readonly unknown[] ? T : T extends object ? Partial<T> : T;

/** `true`: a switch, which has no value. */
type Given = string | number | true;

interface Smaller {
  /** Options are tried in this order, 1 first: what helps most to understand a violation. */
  readonly rank: number;
  readonly steps: (plan: TestPlan) => readonly Partial<TestPlan>[];
}
