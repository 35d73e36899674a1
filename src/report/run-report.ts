/** What a report tells of one finished run. All renderers take this. */
import type { Check, Counts, Skipped } from '../contract.ts';
import type { Statistics } from '../store/results.ts';

export interface RunReport {
  /** `register-partition-docker` */
  readonly name: string;
  /** What its verdict must not be read without, such as `not promised by ZooKeeper`. Default: nothing. */
  readonly badges?: readonly string[];
  /** Target, server, nodes, reads, seed, ...: what tells this run from others. */
  readonly setting: Readonly<Record<string, string>>;
  /** ISO 8601, by the clock of the target. Absent: not known. */
  readonly startedAt?: string;
  /** What it ran on: versions, image digests, session limits, ... */
  readonly facts: Readonly<Record<string, string>>;
  /** What was promised at this run's options, and where that promise comes from. */
  readonly claim: string;
  readonly source: string;
  /** What was left out, since the server lacks it. */
  readonly skipped?: readonly Skipped[];
  readonly valid: boolean | 'unknown';
  readonly checks: readonly Check[];
  /** Elections, faults applied and verified, session expirations, ... */
  readonly coverage: Counts;
  readonly statistics: Statistics;
  /** Why the history is not the whole run: its writer died, or the user stopped it. Empty: it is whole. */
  readonly cut: readonly string[];
  /** The run's folder, as the user would type it. */
  readonly folder: string;
  /** The command that runs it again, and the one that judges it again. */
  readonly again: string;
  readonly recheck: string;
}

/** A run that ended without a verdict. */
export interface CrashReport extends Pick<RunReport, 'name' | 'setting' | 'folder' | 'again'> {
  readonly why: string;
}

export function isCrash(ended: RunReport | CrashReport): ended is CrashReport {
  return 'why' in ended;
}

/** `VALID`, `INVALID`, `UNKNOWN`: the first word of every report. */
export function verdictWord(valid: boolean | 'unknown'): 'VALID' | 'INVALID' | 'UNKNOWN' {
  if (valid === 'unknown') return 'UNKNOWN';
  return valid ? 'VALID' : 'INVALID';
}

/** `register-none-docker-reads-local [not promised by ZooKeeper]` */
export function titleOf({ name, badges = [] }: Pick<RunReport, 'name' | 'badges'>): string {
  return [name, ...badges.map(badge => `[${badge}]`)].join(' ');
}

/** `a 1, b 2` */
export function pairsText(pairs: Counts | Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
