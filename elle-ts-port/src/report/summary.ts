/** A verdict in a few lines, for a terminal. */
import type { Workload } from '../history/event.ts';
import type { Anomalies, CheckResult, Cycle } from '../result.ts';
import { recordTexts } from './records.ts';
import { cycleText } from './text.ts';

/** The first line is the file, a tab, and the verdict; what follows says why. */
export function summary(name: string, result: CheckResult, workload: Workload): string {
  const head = `${name}\t${result.valid}`;
  if (result.valid === true) return head;
  if (result.error) return `${head}\n  ${result.error.message}`;
  const types = result['anomaly-types'].map(type => `  ${countOf(result.anomalies, type)}`);
  const not = result.not.length > 0 ? [`  not: ${result.not.join(', ')}`] : [];
  return [head, ...types, ...not, ...examples(result.anomalies, workload)].join('\n');
}

function countOf(anomalies: Anomalies, type: string): string {
  const records = Object.entries(anomalies).find(([name]) => name === type)?.[1];
  return Array.isArray(records) ? `${type}: ${records.length}` : type;
}

/** The first record of each type, in words. */
function examples(anomalies: Anomalies, workload: Workload): string[] {
  return Object.entries(anomalies).flatMap(([type, records]) => {
    const [first] = Array.isArray(records) ? records : [];
    const text = isCycle(first) ? cycleText(first, workload) : recordTexts(anomalies, type)[0];
    if (text === undefined) return [];
    return ['', `  ${type}, for example:`, text.replaceAll(/^(?=.)/gm, '    ').trimEnd()];
  });
}

function isCycle(record: object | undefined): record is Cycle {
  return record !== undefined && 'cycle' in record;
}
