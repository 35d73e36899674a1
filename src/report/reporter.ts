/** What a reporter is: told of each run as it ends, and of all of them together.
 *  A module of a user's own exports one as its default: `export default output => ({ onRun, onEnd })`. */
import type { CrashReport, RunReport } from './run-report.ts';

export interface Reporter {
  onRun?(report: RunReport): void | Promise<void>;
  onEnd?(all: AllReports): void | Promise<void>;
}

/** All runs of one command. */
export interface AllReports {
  /** What they say together; with a crash among them it is never true. */
  readonly valid: boolean | 'unknown';
  /** Of the runs that did not crash, in the order in which they ended. */
  readonly reports: readonly RunReport[];
  readonly crashes: readonly CrashReport[];
}

export interface ReporterOutput {
  /** To stdout: one document at most. */
  out(text: string): void;
  /** To stderr. */
  err(text: string): void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that paths in reports are shown from. */
  readonly folder: string;
}

export type ReporterFactory = (output: ReporterOutput) => Reporter;
