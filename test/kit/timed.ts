/** Histories of operations and acts of a nemesis at given times, for checkers to which only times matter. */
import type { CompletionType, Event } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';

/** An operation of a process of its own. */
export interface Timed {
  readonly f: string;
  readonly value: unknown;
  /** Default: the value. */
  readonly output?: unknown;
  /** Default: ok. */
  readonly type?: CompletionType;
  readonly callNs: number;
  /** Default: one later. */
  readonly returnNs?: number;
  readonly facts?: Partial<Event>;
}

/** An act of the nemesis: its call, or its report. */
export interface Act {
  readonly f: string;
  readonly type: 'invoke' | 'info';
  readonly value?: unknown;
  readonly timeNs: number;
}

export function timed(ops: readonly Timed[], acts: readonly Act[] = []): History {
  const events = [...acts.map(actOf), ...ops.flatMap(eventsOf)].sort((a, b) => a.time - b.time);
  return historyOf(events.map((event, index) => ({ ...event, index })));
}

type Unnumbered = Omit<Event, 'index'>;

function actOf({ f, type, value = null, timeNs }: Act): Unnumbered {
  return { process: 'nemesis', f, type, value, time: timeNs };
}

function eventsOf(op: Timed, process: number): readonly Unnumbered[] {
  const { f, value, output = value, type = 'ok', callNs, returnNs = callNs + 1, facts } = op;
  const common = { process, f, ...facts };
  return [
    { ...common, type: 'invoke', value, time: callNs },
    { ...common, type, value: output, time: returnNs },
  ];
}
