/** What a run met, in words: faults apart from the rest. */
import type { Counts } from '../contract.ts';
import { pairsText } from './run-report.ts';

const APPLIED = ' applied';
const VERIFIED = ' verified';

/** Label and text a row: `met: elections 2, ...`, `faults: kill 3 (2 verified), ...`. Faults that were
 * never applied are left out, as are rows without anything. */
export function coverageRows(coverage: Counts): [label: string, text: string][] {
  const names = Object.keys(coverage);
  const rest = names.filter(name => !name.endsWith(APPLIED) && !name.endsWith(VERIFIED));
  const met = pairsText(Object.fromEntries(rest.map(name => [name, coverage[name] ?? 0])));
  const faults = names.filter(name => name.endsWith(APPLIED) && coverage[name] !== 0);
  const done = faults.map(name => faultText(name.slice(0, -APPLIED.length), coverage)).join(', ');
  const rows: [string, string][] = [
    ['met', met],
    ['faults', done],
  ];
  return rows.filter(([, text]) => text !== '');
}

function faultText(f: string, coverage: Counts): string {
  const verified = coverage[f + VERIFIED] ?? 0;
  return `${f} ${coverage[f + APPLIED]} (${verified} verified)`;
}
