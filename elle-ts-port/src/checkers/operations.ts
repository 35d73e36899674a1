/** Invocations paired with their completions, and the verdicts of the small checkers. */
import type { Event } from '../history/event.ts';

/** One operation of a client. Times are places in the history; `end` is infinite without a completion. */
export interface Operation {
  /** Index of its last event, or the event's place where events have none. */
  readonly index: number;
  readonly process: number;
  readonly f: unknown;
  readonly start: number;
  readonly end: number;
  readonly type: 'ok' | 'fail' | 'info';
  /** The requested argument. */
  readonly argument: unknown;
  /** What came back; undefined unless `ok`. */
  readonly result: unknown;
}

/** What is wrong, and the operations that show it. */
export interface SmallAnomaly {
  readonly operations: readonly Operation[];
  readonly [detail: string]: unknown;
}

/** `anomalies` holds a non-empty list for each of `anomaly-types`. */
export interface SmallResult {
  readonly valid: boolean | 'unknown';
  readonly 'anomaly-types': readonly string[];
  readonly anomalies: Readonly<Record<string, readonly SmallAnomaly[]>>;
  /** What was looked at. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The clients' operations in the order of their invocation. A missing completion counts as `info`. */
export function operationsOf(events: Iterable<Event>): Operation[] {
  const open = new Map<number, Operation>();
  const done: Operation[] = [];
  let place = 0;
  for (const event of events) {
    const at = place++;
    if (!Number.isInteger(event.process)) continue;
    const process = Number(event.process);
    if (event.type === 'invoke') open.set(process, pending(process, event, at));
    else {
      const begun = open.get(process) ?? pending(process, event, at);
      open.delete(process);
      done.push(completed(begun, event, at));
    }
  }
  return [...done, ...open.values()].sort((a, b) => a.start - b.start);
}

/** The reads that were answered. */
export function okReads(operations: readonly Operation[]): readonly Operation[] {
  return operations.filter(op => op.f === 'read' && op.type === 'ok');
}

function pending(process: number, event: Event, start: number): Operation {
  const unknown = { end: Number.POSITIVE_INFINITY, type: 'info', result: undefined } as const;
  const { f, value } = event;
  return { index: event.index ?? start, process, f, start, argument: value, ...unknown };
}

function completed(begun: Operation, event: Event, end: number): Operation {
  const index = event.index ?? end;
  if (event.type === 'ok') return { ...begun, index, type: 'ok', end, result: event.value };
  // an operation in doubt may still take effect later
  return event.type === 'fail' ? { ...begun, index, type: 'fail', end } : { ...begun, index };
}

/** Invalid where any list has a record; else unknown where nothing was looked at. */
export function smallResult(
  found: Readonly<Record<string, readonly SmallAnomaly[]>>,
  counts: Readonly<Record<string, number>>,
  looked: boolean,
): SmallResult {
  const present = Object.entries(found).filter(([, records]) => records.length > 0);
  const valid = present.length > 0 ? false : looked || 'unknown';
  return {
    valid,
    'anomaly-types': present.map(([type]) => type).sort(),
    anomalies: Object.fromEntries(present),
    counts,
  };
}
