/** The type of a zoobreak.config.ts: the options of `zoobreak run` in camel case, and a matrix. */
import type { output } from 'zod';
import type { Rows } from './rows.ts';

/** The value of an option, as its row's schema says. */
type ValueOf<Row> = Row extends { readonly schema: (...given: never) => infer Schema }
  ? output<Schema>
  : never;

export type Config = { readonly [Key in keyof Rows]?: ValueOf<Rows[Key]> };

/** Every option of a run; one without a default may be absent. */
export type Settings = Required<Pick<Config, Settled>> & Omit<Config, Settled>;

type Settled = {
  [Key in keyof Rows]: Rows[Key] extends { readonly default: unknown } ? Key : never;
}[keyof Rows];

/** What `zoobreak matrix` crosses; anything absent is the one value that `zoobreak run` would take. */
export interface MatrixConfig {
  readonly workloads?: readonly string[];
  /** Each a combination: `partition+kill` applies both side by side. */
  readonly nemeses?: readonly string[];
  readonly servers?: readonly string[];
  readonly seeds?: readonly number[];
}

/** The whole of a zoobreak.config.ts. */
export interface ConfigFile extends Config {
  readonly matrix?: MatrixConfig;
}

/** Types a configuration file; returns its argument. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config;
}
