/** How many operations of each function ended how, and how long they took. */
import type { CompletionType } from '../history/event.ts';
import type { History } from '../history/history.ts';
import type { FunctionStatistics, Latency, Statistics } from '../store/results.ts';

/** Counts the client operations of a history; the nemesis is not counted. */
export function statisticsOf(history: History): Statistics {
  const functions = new Map<string, Outcomes>();
  for (const { f, type, callNs, returnNs } of history.eachOutcome()) {
    const outcomes = functions.get(f) ?? new Outcomes();
    functions.set(f, outcomes);
    outcomes.add(type, returnNs - callNs);
  }
  const total = new Outcomes();
  for (const outcomes of functions.values()) total.addAll(outcomes);
  return {
    functions: [...functions].map(([f, outcomes]) => statisticsNamed(f, outcomes)),
    total: statisticsNamed('all', total),
    seconds: secondsOf(history),
  };
}

/** How operations ended, and how long those that were ok took. */
class Outcomes {
  readonly counts = { ok: 0, fail: 0, info: 0 };
  #tookNs = new Float64Array(64);

  get tookNs(): Float64Array {
    return this.#tookNs.subarray(0, this.counts.ok);
  }

  add(type: CompletionType, tookNs: number): void {
    if (type === 'ok') {
      this.#reserve(this.counts.ok + 1);
      this.#tookNs[this.counts.ok] = tookNs;
    }
    this.counts[type] += 1;
  }

  addAll({ counts, tookNs }: Outcomes): void {
    this.#reserve(this.counts.ok + counts.ok);
    this.#tookNs.set(tookNs, this.counts.ok);
    for (const type of ['ok', 'fail', 'info'] as const) this.counts[type] += counts[type];
  }

  #reserve(count: number): void {
    if (count <= this.#tookNs.length) return;
    const more = new Float64Array(Math.max(count, 2 * this.#tookNs.length));
    more.set(this.tookNs);
    this.#tookNs = more;
  }
}

function statisticsNamed(f: string, { counts, tookNs }: Outcomes): FunctionStatistics {
  return { f, counts, ...(tookNs.length > 0 && { latency: latencyOf(tookNs) }) };
}

function latencyOf(tookNs: Float64Array): Latency {
  const sorted = tookNs.toSorted();
  const at = (quantile: number): number => (sorted[rank(quantile, sorted.length)] ?? 0) / 1e6;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

/** The smallest position at or below which lie at least `quantile` of `count` values. */
function rank(quantile: number, count: number): number {
  return Math.max(0, Math.ceil(quantile * count) - 1);
}

function secondsOf(history: History): number {
  if (history.length === 0) return 0;
  return (history.event(history.length - 1).time - history.event(0).time) / 1e9;
}
