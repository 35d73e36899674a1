/** Anomalies in words: one line for a summary, a page for the anomalies folder. */

import type { Anomaly, Verdict } from '../contract.ts';
import { hexOf } from '../hex.ts';
import type { Event } from '../history/event.ts';
import type { History } from '../history/history.ts';
import type { RunReport } from './run-report.ts';

/** How many a summary names. */
export const MOST_ANOMALIES = 10;

/** An anomaly with the name of the checker that found it and of the file that explains it. */
export interface NamedAnomaly {
  readonly checker: string;
  readonly anomaly: Anomaly;
  /** Relative to the run's folder: `anomalies/1-nonlinearizable.txt` */
  readonly file: string;
}

/** The anomalies of all checks, numbered from 1. */
export function anomaliesOf(report: Pick<RunReport, 'checks'>): NamedAnomaly[] {
  const found = report.checks.flatMap(({ name, verdict }) =>
    anomaliesIn(verdict).map(anomaly => ({ checker: name, anomaly })),
  );
  return found.map((entry, at) => ({
    ...entry,
    file: `anomalies/${at + 1}-${fileName(entry.anomaly.type)}.txt`,
  }));
}

/** A verdict may come from elsewhere: nothing of it may lead out of the folder. */
function fileName(type: string): string {
  return type.replaceAll(/[^\w-]+/g, '-').slice(0, 60);
}

function anomaliesIn(verdict: Verdict): readonly Anomaly[] {
  return verdict.valid === false ? verdict.anomalies : [];
}

/** `nonlinearizable: promised ..., seen ...` */
export function anomalyLine({ type, promised, seen }: Anomaly): string {
  return `${type}: promised ${promised}; seen: ${seen}`;
}

/** The whole explanation: the promise, what was seen, each operation that shows it, the detail. */
export function anomalyPage({ anomaly, checker }: NamedAnomaly, history: History): string {
  const shown = new Set(anomaly.operations);
  const events: Event[] = [];
  for (const event of history.events()) if (shown.has(event.index)) events.push(event);
  return [
    `${anomaly.type}, found by ${checker}`,
    '',
    `promised  ${anomaly.promised}`,
    `seen      ${anomaly.seen}`,
    '',
    ...events.map(eventLine),
    ...(anomaly.detail === undefined ? [] : ['', ...anomaly.detail]),
    '',
  ].join('\n');
}

/** `    412     12.034 s  process 3  n2  read k1 ok [7,2]  zxid 0x10000001c` */
export function eventLine(event: Event): string {
  const { index, time, process, node = '-', type, f, key, value, zxid, error } = event;
  return [
    `op ${String(index).padStart(6)}`,
    `${(time / 1e9).toFixed(6)} s`,
    `process ${process}`,
    `node ${node}`,
    `${type.padEnd(6)} ${f}${key === undefined ? '' : ` ${key}`} ${JSON.stringify(value)}`,
    ...(zxid === undefined ? [] : [`zxid ${hexOf(zxid)}`]),
    ...(error === undefined ? [] : [`${error.name}${error.message ? `: ${error.message}` : ''}`]),
  ].join('  ');
}
