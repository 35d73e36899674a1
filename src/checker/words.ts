/** Words that checkers have in common for what they saw. */
import type { Operation } from '../history/history.ts';

/** Returns a time since the run's origin: `0.495 s`. */
export function seconds(timeNs: number): string {
  return `${(timeNs / 1e9).toFixed(3)} s`;
}

/** Returns a length of time: `72 ms`, `0.4 ms`, `2.50 s`. */
export function lasting(ns: number): string {
  const ms = ns / 1e6;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms >= 10 ? Math.round(ms) : Number(ms.toFixed(1))} ms`;
}

/** Returns the server that answered an operation: `n1`, `the server of process 3` where its name is not known. */
export function answererOf({ node, process }: Pick<Operation, 'node' | 'process'>): string {
  return node ?? `the server of process ${process}`;
}

/** Returns where and when an operation was answered: `on n1 at 0.495 s`. */
export function placeOf({ node, returnNs }: Pick<Operation, 'node' | 'returnNs'>): string {
  const where = node === undefined ? '' : `on ${node} `;
  return Number.isFinite(returnNs)
    ? `${where}at ${seconds(returnNs)}`
    : `${where}without an answer`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[]): string {
  const last = items.at(-1) ?? 'nothing';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
