/** What zoobreak says about its own work: one line a fact. The runner writes it to the run's folder. */

export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** A detail for debugging zoobreak itself. */
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** A log that keeps nothing, for tests and pure callers. */
export const silentLog: Log = { info() {}, warn() {}, debug() {} };
