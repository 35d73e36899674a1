/**
 * Histories in letters, for gadgets and tests.
 *
 *   ax1ry12      one transaction: append 1 to x, read y = [1 2]
 *   wx1rx        in a register: write 1 to x, read x = nil (of a list: [])
 *   a | b        concurrent: all of a step are invoked, then they complete in the order written
 *   a ; b        b is invoked after a completed
 *   !ax1  ?ax1   failed; of unknown outcome
 *   ax1@3        by process 3; without it each transaction has a process of its own, from 100
 *   ax1+1        completes one step later; never, when that is after the last step
 */
import { type Event, HistoryError, type Workload } from '../history/event.ts';

interface Written {
  readonly type: 'ok' | 'fail' | 'info';
  readonly mops: readonly unknown[][];
  readonly process: number;
  /** The step it completes in. */
  readonly until: number;
}

const FIRST_PROCESS = 100;
const TRANSACTION = /^([!?]?)((?:[awr][a-z]\d*)+)(?:@(\d+))?(?:\+(\d+))?$/;
const TYPES = { '!': 'fail', '?': 'info' } as const;

/** The events of a text. @throws HistoryError for what it cannot read. */
export function lettersHistory(text: string, workload: Workload): Event[] {
  let fresh = FIRST_PROCESS;
  const steps = text
    .split(';')
    .map((step, i) => step.split('|').map(txn => written(txn.trim(), i, fresh++, workload)));
  const all = steps.flat();
  return steps.flatMap((step, i) => [
    ...step.map(txn => eventOf('invoke', txn)),
    ...all.filter(txn => txn.until === i).map(txn => eventOf(txn.type, txn)),
  ]);
}

function written(text: string, step: number, process: number, workload: Workload): Written {
  const [, mark, mops, own, longer] = TRANSACTION.exec(text) ?? [];
  if (mops === undefined) {
    throw new HistoryError(`letters: expected a transaction like ax1ry12, found ${text}`);
  }
  return {
    type: mark === '!' || mark === '?' ? TYPES[mark] : 'ok',
    mops: (mops.match(/[awr][a-z]\d*/g) ?? []).map(mop => mopOf(mop, workload)),
    process: own === undefined ? process : Number(own),
    until: step + Number(longer ?? 0),
  };
}

function mopOf(text: string, workload: Workload): unknown[] {
  const [f = '', key = '', ...digits] = text;
  const values = digits.map(Number);
  if (f === 'a') return ['append', key, values[0]];
  if (f === 'w') return ['w', key, values[0]];
  return ['r', key, workload === 'list-append' ? values : (values[0] ?? null)];
}

/** An invocation's reads have no values yet. */
function eventOf(type: string, { mops, process }: Written): Event {
  const value =
    type === 'invoke' ? mops.map(mop => (mop[0] === 'r' ? ['r', mop[1], null] : mop)) : mops;
  return { type, process, f: 'txn', value };
}
