/** An entry of the track record: a real violation, and the ordinary run that finds it. Pure data, which no
 * workload or checker uses. */
import type { AnomalyType } from '../../anomalies.ts';
import type { OptionKey } from '../options/rows.ts';

/** Options of `zoobreak run`, as written after their flags. */
export type RunOptions = Partial<Readonly<Record<OptionKey, string>>>;

export interface TrackRecordEntry {
  /** `ZOOKEEPER-4925-kill`, or our own name if there is no ticket. */
  readonly name: string;
  /** The broken promise, in the words of the ticket or of the document that makes it. */
  readonly promise: string;
  readonly workload: string;
  readonly nemeses: readonly string[];
  /** A file of the folder schedules/ that replaces `nemeses`, which are then empty. */
  readonly schedule?: string;
  /** The options that the affected run and the control share. */
  readonly options: RunOptions;
  /** A server version that has the defect. */
  readonly affected: string;
  /** The same run on a version that keeps the promise; absent if no release that we can run does. */
  readonly control?: {
    readonly server: string;
    readonly options?: RunOptions;
  };
  /** The anomalies that count as the finding; others are reported but not counted. */
  readonly anomalies: readonly AnomalyType[];
}
