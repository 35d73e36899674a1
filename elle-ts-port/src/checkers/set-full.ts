/**
 * Set, read all along: once an element is known to be in, every later read has it.
 *   add   element
 *   read  ok: [elements]
 * An element is known when its add completed, or when a read that showed it did. Source:
 * jepsen.checker/set-full.
 */
import type { Event } from '../history/event.ts';
import {
  type Operation,
  okReads,
  operationsOf,
  type SmallAnomaly,
  type SmallResult,
  smallResult,
} from './operations.ts';
import { identity } from './set.ts';

/** What the history says of one element. */
interface Trace {
  readonly element: unknown;
  /** When the element was first known to be in. */
  known: number;
  /** Reads that began after that and did not show it. */
  readonly missed: Operation[];
  lastSeen: number;
}

/** `lost`: absent from some time on. `stale`: absent after it was known, and back later. */
export function setFull(events: Iterable<Event>): SmallResult {
  const operations = operationsOf(events);
  const reads = okReads(operations);
  const shown = reads.map(read => (Array.isArray(read.result) ? read.result : []));
  const traces = tracesOf(operations, reads, shown);
  reads.forEach((read, i) => {
    const present = new Set(shown[i]?.map(identity));
    for (const [name, trace] of traces) {
      if (present.has(name)) trace.lastSeen = Math.max(trace.lastSeen, read.start);
      else if (trace.known < read.start) trace.missed.push(read);
    }
  });
  const missing = [...traces.values()].filter(trace => trace.missed.length > 0);
  const isLost = (trace: Trace): boolean => (trace.missed.at(-1)?.start ?? 0) > trace.lastSeen;
  const record = ({ element, missed }: Trace): SmallAnomaly => ({ operations: missed, element });
  const found = {
    lost: missing.filter(isLost).map(record),
    stale: missing.filter(trace => !isLost(trace)).map(record),
    duplicated: reads.flatMap((read, i) => duplicates(read, shown[i] ?? [])),
  };
  return smallResult(found, { elements: traces.size, reads: reads.length }, reads.length > 0);
}

function tracesOf(
  operations: readonly Operation[],
  reads: readonly Operation[],
  shown: readonly (readonly unknown[])[],
): Map<string, Trace> {
  const traces = new Map<string, Trace>();
  const know = (element: unknown, known: number): void => {
    const name = identity(element);
    const trace = traces.get(name) ?? { element, known, missed: [], lastSeen: -1 };
    trace.known = Math.min(trace.known, known);
    traces.set(name, trace);
  };
  for (const add of operations)
    if (add.f === 'add' && add.type === 'ok') know(add.argument, add.end);
  reads.forEach((read, i) => {
    for (const element of shown[i] ?? []) know(element, read.end);
  });
  return traces;
}

function duplicates(read: Operation, elements: readonly unknown[]): SmallAnomaly[] {
  const names = elements.map(identity);
  const twice = elements.filter((_, i) => names.indexOf(names[i] ?? '') < i);
  return twice.length > 0 ? [{ operations: [read], elements: twice }] : [];
}
