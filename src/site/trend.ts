/** Latency and throughput across commits: one series for each workload, nemesis, server, target and
 * unusual setting. */
import { group, median } from 'd3-array';
import { compare, type RunCard, rateOf, type State } from './card.ts';

export interface TrendPoint {
  /** A commit, or the start of the run where its commit is not known. */
  readonly commit: string;
  readonly runs: number;
  /** Medians over the runs of the commit. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly okPerSecond: number;
  /** The worst among its runs. */
  readonly state: State;
}

export interface Series {
  readonly workload: string;
  readonly nemesis: string;
  readonly server: string;
  readonly target: string;
  readonly traits: readonly string[];
  readonly badges: readonly string[];
  /** In the order in which the commits were first run. */
  readonly points: readonly TrendPoint[];
}

/** Returns the series of all runs that have numbers. */
export function seriesOf(cards: readonly RunCard[]): Series[] {
  const measured = cards
    .filter(({ numbers }) => numbers?.p50Ms !== undefined)
    .toSorted((a, b) => compare(a.startedAt, b.startedAt) || compare(a.id, b.id));
  const keyOf = ({ workload, nemesis, server, target, traits }: RunCard): string =>
    JSON.stringify([workload, nemesis, server, target, traits]);
  const groups = [...group(measured, keyOf)].toSorted(([a], [b]) => compare(a, b));
  return groups.flatMap(([, runs]) => seriesFrom(runs));
}

function seriesFrom(runs: readonly RunCard[]): Series[] {
  const [first] = runs;
  if (first === undefined) return [];
  const { workload, nemesis, server, target, traits, badges } = first;
  const commits = group(runs, ({ commit, startedAt }) => commit ?? startedAt);
  const points = [...commits].map(([commit, of]) => pointOf(commit, of));
  return [{ workload, nemesis, server, target, traits, badges, points }];
}

function pointOf(commit: string, runs: readonly RunCard[]): TrendPoint {
  const numbers = runs.flatMap(run => run.numbers ?? []);
  return {
    commit,
    runs: runs.length,
    p50Ms: median(numbers, each => each.p50Ms) ?? 0,
    p99Ms: median(numbers, each => each.p99Ms) ?? 0,
    okPerSecond: median(numbers, rateOf) ?? 0,
    state: worstOf(runs.map(({ state }) => state)),
  };
}

function worstOf(states: readonly State[]): State {
  const order: readonly State[] = ['crash', 'invalid', 'unknown', 'unfinished', 'running'];
  return order.find(state => states.includes(state)) ?? 'valid';
}
