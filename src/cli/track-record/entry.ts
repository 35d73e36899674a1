/** An entry of the track record: a real violation, and the ordinary run that finds it. Data: no workload and
 *  no checker knows of it. */
import type { AnomalyType } from '../../anomalies.ts';
import type { OptionKey } from '../options/rows.ts';

/** Options of `zoobreak run`, as they are written after their flags. */
export type RunOptions = Partial<Readonly<Record<OptionKey, string>>>;

export interface TrackRecordEntry {
  /** `ZOOKEEPER-4925-kill`, or a name of ours where there is no ticket. */
  readonly name: string;
  /** What is broken, in the words of the ticket or of the document that promises it. */
  readonly promise: string;
  readonly workload: string;
  readonly nemeses: readonly string[];
  /** A file of the folder schedules/ that takes the place of `nemeses`, which are empty then. */
  readonly schedule?: string;
  /** What the affected run and the control have in common. */
  readonly options: RunOptions;
  /** A version of the server that has the defect. */
  readonly affected: string;
  /** The same run where the promise holds; absent where no release that we can run keeps it. */
  readonly control?: {
    readonly server: string;
    readonly options?: RunOptions;
  };
  /** The finding is any of these. Other anomalies are reported and not counted. */
  readonly anomalies: readonly AnomalyType[];
}
