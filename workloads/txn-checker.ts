/** Judges transactions of reads and appends by the cycles of their dependencies. Source: Kingsbury and
 *  Alvaro, Elle, VLDB 2020. */
import {
  type CheckResult,
  check,
  type Description,
  described,
  historyOf,
  strongestModels,
  type History as TxnHistory,
} from 'elle-ts-port';
import type { Anomaly, Checker, Counts, Verdict } from '../src/contract.ts';

const MODEL = 'strict-serializable';
/** Records of one type that are reported. */
const MOST_RECORDS = 3;

export const strictSerializable: Checker = {
  name: MODEL,
  perKey: false,
  check: history => {
    const txns = historyOf(history.events(), 'list-append');
    const counts = { transactions: txns.count, committed: txns.type.filter(t => t === 0).length };
    return verdictOf(check(txns, { models: [MODEL] }), txns, counts);
  },
};

function verdictOf(result: CheckResult, txns: TxnHistory, counts: Counts): Verdict {
  if (result.valid === true) return { valid: true, counts };
  if (result.valid === 'unknown') {
    const why = result.error?.message ?? 'no dependency between transactions could be inferred';
    return { valid: 'unknown', why, counts };
  }
  const allowed = strongestModels(txns).join(', ') || 'none';
  const all = described(result, 'list-append');
  const shown = all.filter(({ type }, i) => i - all.findIndex(d => d.type === type) < MOST_RECORDS);
  const [first, ...rest] = shown.map(description => anomalyOf(description, result.not, allowed));
  if (first === undefined) throw new Error(`${MODEL}: expected an anomaly in an invalid result`);
  return { valid: false, anomalies: [first, ...rest], counts };
}

function anomalyOf(
  { type, text, indices }: Description,
  not: readonly string[],
  allowed: string,
): Anomaly {
  return {
    type,
    promised: `transactions are ${MODEL}`,
    seen: `${type}: the history is not ${not.join(', not ')}. The strongest models it allows: ${allowed}`,
    operations: indices,
    detail: text.trimEnd().split('\n'),
  };
}
