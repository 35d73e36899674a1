/** The type of a zoobreak.config.ts: the options of `zoobreak run` in camel case, and a matrix. */
import type { output } from 'zod';
import type { Rows } from './rows.ts';

/** The value of an option, by its row's schema. */
type ValueOf<Row> = Row extends { readonly schema: (...given: never) => infer Schema }
  ? output<Schema>
  : never;

export type Config = { readonly [Key in keyof Rows]?: ValueOf<Rows[Key]> };

/** Every option of a run; one without a default may be absent. */
export type Settings = Required<Pick<Config, Settled>> & Omit<Config, Settled>;

type Settled = {
  [Key in keyof Rows]: Rows[Key] extends { readonly default: unknown } ? Key : never;
}[keyof Rows];

/** The dimensions of `zoobreak matrix`; an absent one has the single value that `zoobreak run` would take. */
export interface MatrixConfig {
  readonly workloads?: readonly string[];
  /** Combinations: `partition+kill` applies both side by side. */
  readonly nemeses?: readonly string[];
  readonly servers?: readonly string[];
  readonly seeds?: readonly number[];
}

/** The content of a zoobreak.config.ts. */
export interface ConfigFile extends Config {
  readonly matrix?: MatrixConfig;
}

/** Types a configuration file; returns its argument. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config;
}
