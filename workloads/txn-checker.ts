/** Judges transactions of reads and appends by the cycles of their dependencies. Source: Kingsbury and
 *  Alvaro, Elle, VLDB 2020. */
import {
  type Analysis,
  analyse,
  type Description,
  described,
  historyOf,
  OK,
  strongestModels,
} from 'elle-ts-port';
import type { Anomaly, Checker, Verdict } from '../src/contract.ts';

const MODEL = 'strict-serializable';
/** Records of one type that are reported. */
const MOST_RECORDS = 3;

export const strictSerializable: Checker = {
  name: MODEL,
  perKey: false,
  check: history => {
    const analysis = analyse(historyOf(history.events(), 'list-append'), { models: [MODEL] });
    return verdictOf(analysis);
  },
};

function verdictOf(analysis: Analysis): Verdict {
  const { result, history } = analysis;
  const committed = history.type.filter(type => type === OK).length;
  const counts = { transactions: history.count, committed };
  if (result.valid === true) return { valid: true, counts };
  if (result.valid === 'unknown') {
    const why = result.error?.message ?? 'no dependency between transactions could be inferred';
    return { valid: 'unknown', why, counts };
  }
  const allowed = strongestModels(history).join(', ') || 'none';
  const [first, ...rest] = described(analysis, MOST_RECORDS).map(description =>
    anomalyOf(description, result.not, allowed),
  );
  if (first === undefined) throw new Error(`${MODEL}: expected an anomaly in an invalid result`);
  return { valid: false, anomalies: [first, ...rest], counts };
}

function anomalyOf(
  { type, text, indices, picture }: Description,
  not: readonly string[],
  allowed: string,
): Anomaly {
  return {
    type,
    promised: `transactions are ${MODEL}`,
    seen: `${type}: the history is not ${not.join(', not ')}. The strongest models it allows: ${allowed}`,
    operations: indices,
    detail: text.trimEnd().split('\n'),
    ...(picture === undefined ? {} : { picture }),
  };
}
