/** Histories of operations that are told one by one: each follows the one before unless times are given. */
import type { Checker, Verdict } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';

/** An operation and its answer, or an act of a nemesis, which has none. */
export interface Told extends Pick<Event, 'f'>, Partial<Pick<Event, 'key' | 'node' | 'error'>> {
  /** Default: 0. */
  readonly process?: number | 'nemesis';
  /** What was asked for. Default: null. */
  readonly value?: unknown;
  /** Default: ok. */
  readonly type?: 'ok' | 'fail' | 'info';
  /** What was answered. Default: null. */
  readonly output?: unknown;
  readonly zxid?: number;
  /** Milliseconds of the call and the answer. */
  readonly at?: readonly [number, number];
}

type Timed = Omit<Event, 'index'>;

export function told(...ops: readonly Told[]): History {
  let clock = 0;
  const events = ops.flatMap(op => {
    const [call, answer] = op.at ?? [clock + 1, clock + 2];
    clock = Math.max(clock, answer);
    return eventsOf(op, call, answer);
  });
  events.sort((a, b) => a.time - b.time);
  return historyOf(events.map((event, index) => ({ ...event, index })));
}

function eventsOf(op: Told, call: number, answer: number): readonly Timed[] {
  const { process = 0, f, key, type = 'ok', value = null, output = null } = op;
  const common = { process, f, ...(key !== undefined && { key }) };
  const invoke: Timed = { ...common, type: 'invoke', value, time: call * 1e6 };
  if (process === 'nemesis') return [{ ...invoke, type: 'info' }];
  const { node = 'n1', error } = op;
  const done: Timed = {
    ...common,
    type,
    value: output,
    time: answer * 1e6,
    node,
    session: BigInt(process + 1),
    ...(op.zxid !== undefined && { zxid: BigInt(op.zxid) }),
    ...(error !== undefined && { error }),
  };
  return [invoke, done];
}

/** The types of the anomalies, `true`, or `unknown`. */
export function judged(checker: Checker, history: History): readonly string[] | true | 'unknown' {
  const verdict = verdictOn(checker, history);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : verdict.valid;
}

export function verdictOn(checker: Checker, history: History): Verdict {
  return checker.check(history, { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 });
}
