/** Judges transactions of reads and appends by the cycles of their dependencies. Source: Kingsbury and
 * Alvaro, Elle, VLDB 2020. */

import {
  type Analysis,
  analyse,
  type Description,
  described,
  historyOf,
  OK,
  strongestModels,
  type History as TransactionHistory,
} from 'elle-ts-port';
import { anomalyTypeOf, type KnownAnomaly } from '../../src/anomalies.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { Event } from '../../src/history/event.ts';

/** The promise for transactions that check what they read, and for all others. */
const MODEL = 'strict-serializable';
const WEAKEST = 'read-committed';
/** Records of one type that are reported. */
const MOST_RECORDS = 3;
/** Elle has one type for each model that a cycle rules out. */
const CYCLE_EXISTS = '-cycle-exists';

/** Judges all transactions alike or, if read-only ones have a weaker promise, each by its promise; a note
 * lists the models that all of them together still allow. */
export function strictSerializable(judged: 'all' | 'updates'): Checker {
  return {
    name: MODEL,
    perKey: false,
    check: history => {
      const events = [...history.events()];
      if (judged === 'all') return judge(events, MODEL);
      const updates = judge(events.filter(writes), MODEL);
      const all = judge(events, WEAKEST);
      const verdict = updates.valid !== false && all.valid === false ? all : updates;
      return { ...verdict, notes: [noteOn(historyOf(events, 'list-append'))] };
    },
  };
}

function judge(events: readonly Event[], model: string): Verdict {
  return verdictOf(analyse(historyOf(events, 'list-append'), { models: [model] }), model);
}

/** Whether an event is that of a transaction that appends. */
function writes({ value }: Event): boolean {
  return Array.isArray(value) && value.some(mop => Array.isArray(mop) && mop[0] === 'append');
}

function noteOn(all: TransactionHistory): string {
  return `with those that only read, the strongest models that the transactions allow: ${strongest(all)}`;
}

function strongest(history: TransactionHistory): string {
  return strongestModels(history).join(', ') || 'none';
}

function verdictOf(analysis: Analysis, model: string): Verdict {
  const { result, history } = analysis;
  const committed = history.type.filter(type => type === OK).length;
  const counts = { transactions: history.count, committed };
  if (result.valid === true) return { valid: true, counts };
  if (result.valid === 'unknown') {
    const why = result.error?.message ?? 'no dependency between transactions could be inferred';
    return { valid: 'unknown', why, counts };
  }
  const ruledOut = `the history is not ${result.not.join(', not ')}. The strongest models it allows: ${strongest(history)}`;
  const [first, ...rest] = described(analysis, MOST_RECORDS).map(description =>
    anomalyOf(description, model, ruledOut),
  );
  if (first === undefined) throw new Error(`${model}: expected an anomaly in an invalid result`);
  return { valid: false, anomalies: [first, ...rest], counts };
}

function anomalyOf(
  { type, text, indices, picture }: Description,
  model: string,
  ruledOut: string,
): KnownAnomaly {
  const lines = text.trimEnd().split('\n');
  return {
    type: anomalyTypeOf(type.endsWith(CYCLE_EXISTS) ? 'cycle-exists' : type),
    promised: `transactions are ${model}`,
    seen: cycleOf(lines) ?? ruledOut,
    operations: indices,
    detail: [...lines, '', ruledOut],
    ...(picture === undefined ? {} : { picture }),
  };
}

/** Returns the steps of a cycle in one sentence, and what its transactions did; undefined for the text of another
 *  anomaly. */
function cycleOf(lines: readonly string[]): string | undefined {
  const then = lines.indexOf('Then:');
  if (then < 0) return undefined;
  const steps = lines
    .slice(then + 1)
    .map(line => line.trim().replace(/^- (However, )?/, ''))
    .map(step => step.replace(' < ', ' is before ').replace(/(: a contradiction!|\.)$/, ''));
  const names = lines
    .slice(1, then)
    .flatMap(line => /^ {2}(T\d+ = .*) \(index/.exec(line)?.[1] ?? []);
  return `${steps.join('; but ')} (${names.join(', ')})`;
}
