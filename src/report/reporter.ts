/** A reporter: it is notified of each run as the run ends, and of all runs together at the end. A module of
 *  your own exports an entry as its default: `export default { name: 'mine', create: output => ({ onRun }) }`. */
import type { CrashReport, RunReport } from './run-report.ts';

export interface ReporterEntry {
  readonly name: string;
  /** The reporter writes one document at the end. Of several documents the first is on stdout, and each other
   *  is a file of this name beside the runs. Absent: it follows the runs. */
  readonly document?: string;
  /** Writes for people: with a document on stdout, it writes to stderr, requested or not. Default: no. */
  readonly besideDocuments?: boolean;
  /** Whether the reporter joins unasked. Default: never. */
  joins?(environment: ReporterOutput['environment']): boolean;
  create(output: ReporterOutput): Reporter | Promise<Reporter>;
}

export interface Reporter {
  onRun?(report: RunReport): void | Promise<void>;
  onEnd?(all: AllReports): void | Promise<void>;
}

/** All runs of one command. */
export interface AllReports {
  /** What they say together; with a crash among them it is never true. */
  readonly valid: boolean | 'unknown';
  /** The runs that did not crash, in the order in which they ended. */
  readonly reports: readonly RunReport[];
  readonly crashes: readonly CrashReport[];
}

export interface ReporterOutput {
  /** Writes to stdout, or to the file or stderr that takes its place. */
  out(text: string): void | Promise<void>;
  /** Writes to stderr. */
  err(text: string): void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that paths in reports are relative to. */
  readonly folder: string;
  /** Which runs to show in full. `broken`: only runs that are not valid. `seeds`: the same, and as the runs
   *  differ only by seed, totals instead of a row each. Default: `each`. */
  readonly detail?: 'each' | 'broken' | 'seeds';
  /** Whether `out` shows colours. Default: no. */
  readonly colours?: boolean;
}
