/** What pages about many runs show of each: plain data. A published site lists all cards in site.json. */
import type { Anomaly } from '../contract.ts';

/** `crash`, `running`, `unfinished` (its controller died) have no verdict. */
export type State = 'valid' | 'invalid' | 'unknown' | 'crash' | 'running' | 'unfinished';

export interface RunCard {
  /** `register-kill-docker/20261122T143012.123Z`: its folder, and its place on the site. */
  readonly id: string;
  readonly state: State;
  readonly workload: string;
  /** Joined by `+`. */
  readonly nemesis: string;
  /** What served, as the ensemble says it. */
  readonly server: string;
  readonly target: string;
  /** The target ran a model of ZooKeeper. */
  readonly isModel: boolean;
  /** The unusual settings in words: `reads local`, `nodes 5`. */
  readonly traits: readonly string[];
  /** What its verdict must not be read without, such as `not promised by ZooKeeper`. */
  readonly badges: readonly string[];
  /** Target, server, nodes, reads, clients, seed, ... */
  readonly setting: Readonly<Record<string, string>>;
  readonly seed: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly claim: string;
  readonly source: string;
  /** The commit of the project under test, if known. */
  readonly commit?: string;
  /** Why there is no verdict, or why it is unknown. */
  readonly why?: string;
  readonly checks: readonly CardCheck[];
  /** One of each kind. */
  readonly anomalies: readonly (Pick<Anomaly, 'type' | 'promised'> & {
    readonly sentence: string;
  })[];
  readonly numbers?: CardNumbers;
  /** Versions, image digests, session limits, ... */
  readonly facts: Readonly<Record<string, string>>;
  /** The command that runs it again. */
  readonly again: string;
  /** Files of its folder that can be read, in the order of their names. */
  readonly files: readonly CardFile[];
}

interface CardCheck {
  readonly name: string;
  readonly valid: boolean | 'unknown';
  /** What it looked at, or why it is unknown. */
  readonly said: string;
}

export interface CardNumbers {
  readonly seconds: number;
  readonly ok: number;
  readonly fail: number;
  readonly info: number;
  /** The median latency of ok operations; absent if there was none. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

export interface CardFile {
  /** Relative to the run's folder: `anomalies/1-nonlinearizable.txt` */
  readonly path: string;
  readonly bytes: number;
}

/** The unusual settings of a run in one text; empty where it has none. */
export function traitsText({ traits }: Pick<RunCard, 'traits'>): string {
  return traits.join(', ');
}

/** Operations that were ok, a second. */
export function rateOf({ ok, seconds }: CardNumbers): number {
  return seconds > 0 ? ok / seconds : 0;
}

/** Newest first; those of one moment by their id. */
export function newestFirst(cards: readonly RunCard[]): RunCard[] {
  return cards.toSorted((a, b) => compare(b.startedAt, a.startedAt) || compare(a.id, b.id));
}

export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
