/** How many operations of each function ended how, and how long they took. */
import type { History, Operation } from '../history/history.ts';
import type { FunctionStatistics, Latency, Statistics } from '../store/results.ts';

/** Of the client operations of a history; the nemesis is not counted. */
export function statisticsOf(history: History): Statistics {
  const operations = history.operations();
  const names = [...new Set(operations.map(operation => operation.f))];
  return {
    functions: names.map(f =>
      functionStatistics(
        f,
        operations.filter(operation => operation.f === f),
      ),
    ),
    total: functionStatistics('all', operations),
    seconds: secondsOf(history),
  };
}

function functionStatistics(f: string, operations: readonly Operation[]): FunctionStatistics {
  const counts = { ok: 0, fail: 0, info: 0 };
  for (const operation of operations) counts[operation.type] += 1;
  const latency = latencyOf(operations.filter(operation => operation.type === 'ok'));
  return { f, counts, ...(latency && { latency }) };
}

function latencyOf(operations: readonly Operation[]): Latency | undefined {
  if (operations.length === 0) return undefined;
  const sorted = Float64Array.from(operations, ({ callNs, returnNs }) => returnNs - callNs).sort();
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
