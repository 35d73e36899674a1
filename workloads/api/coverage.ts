/** Counts what a run of `api` has exercised: pairs of request and outcome, other aims, and types of watch
 * events. It does not judge correctness: a run that exercised too little shows nothing. */
import { doubtsAbout, verdictOf } from '../../src/checker/finding.ts';
import type { Checker, Counts, Verdict } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';
import type { History, Operation } from '../../src/history/history.ts';
import { type Intent, keyOf, outcomeIn } from './intent.ts';

/** The outcome of an operation: the value of its completion. */
export interface Came {
  readonly aim: string;
  readonly outcome: string;
  /** Whether the outcome, and everything else in the aim, was reached. */
  readonly reached: boolean;
  /** All requests that were answered: `create ok`, ... */
  readonly steps: readonly string[];
  /** Types of the watch events received since the previous operation. */
  readonly events: readonly string[];
}

const EVENTS = ['NodeCreated', 'NodeDeleted', 'NodeDataChanged', 'NodeChildrenChanged'];
/** A run that reached a smaller share of its aims shows little. */
const LEAST_SHARE = 0.5;

/** Returns the key that a completion counts for; undefined if there was no outcome. */
export function reachedBy({
  f,
  type,
  value,
}: Pick<Event, 'f' | 'type' | 'value'>): string | undefined {
  if (type !== 'ok' || !isCame(value)) return undefined;
  return keyOf({ f, aim: value.reached ? value.aim : value.outcome });
}

function isCame(value: unknown): value is Came {
  return typeof value === 'object' && value !== null && 'reached' in value && 'steps' in value;
}

export function coverageOf(intents: readonly Intent[]): Checker {
  const aims = [...intents.map(keyOf), ...EVENTS.map(type => `event ${type}`)];
  return { name: 'coverage', perKey: false, check: history => check(history, aims) };
}

function check(history: History, aims: readonly string[]): Verdict {
  const tally = tallyOf(history.operations());
  const missing = aims.filter(aim => (tally.get(aim) ?? 0) === 0);
  const counts: Counts = {
    aims: aims.length,
    'aims reached': aims.length - missing.length,
    ...Object.fromEntries([...tally].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
  const list = `not reached: ${missing.join('; ')}`;
  const enough = aims.length - missing.length >= LEAST_SHARE * aims.length;
  return verdictOf({
    anomalies: [],
    counts,
    doubts: enough ? doubtsAbout(counts, ['aims reached']) : [`too little was exercised; ${list}`],
    ...(missing.length > 0 && { notes: [list] }),
  });
}

/** A request counts once for its aim or its outcome, and each step before it for its outcome. */
function tallyOf(operations: readonly Operation[]): ReadonlyMap<string, number> {
  const tally = new Map<string, number>();
  const add = (key: string): Map<string, number> => tally.set(key, (tally.get(key) ?? 0) + 1);
  for (const { f, type, output } of operations) {
    if (type !== 'ok' || !isCame(output)) continue;
    const own = `${f} ${outcomeIn(output.outcome)}`;
    add(keyOf({ f, aim: output.reached ? output.aim : output.outcome }));
    for (const step of output.steps.at(-1) === own ? output.steps.slice(0, -1) : output.steps)
      add(step);
    for (const event of output.events) add(`event ${event}`);
  }
  return tally;
}
