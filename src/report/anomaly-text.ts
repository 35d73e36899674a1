/** Anomalies in words: those of one kind together for a summary, a page each for the anomalies folder. */

import { sentenceOf } from '../anomalies.ts';
import type { Anomaly, Verdict } from '../contract.ts';
import { grouped } from '../grouped.ts';
import { hexOf } from '../hex.ts';
import type { Event } from '../history/event.ts';
import type { History } from '../history/history.ts';
import type { RunReport } from './run-report.ts';

/** Kinds of anomalies that a summary names. */
export const MOST_KINDS = 10;

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

/** Anomalies of one kind, found by one checker. */
export interface AnomalyKind {
  /** The first of them in one sentence, and how many there are. */
  readonly sentence: string;
  readonly first: NamedAnomaly;
  readonly others: readonly NamedAnomaly[];
}

/** Returns the anomalies of all checks by kind: those of a type and a title are alike. */
export function kindsOf(report: Pick<RunReport, 'checks'>): AnomalyKind[] {
  const all = anomaliesOf(report);
  const kinds = grouped(all, ({ checker, anomaly }) => `${checker} ${kindOf(anomaly)}`);
  return [...kinds.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const count = countOf(first, 1 + others.length, report);
    const more = count > 1 ? ` (${count} in all)` : '';
    return { sentence: sentenceOf(first.anomaly) + more, first, others };
  });
}

function kindOf({ type, title }: Anomaly): string {
  return `${type} ${title ?? ''}`;
}

/** Returns how many anomalies of a kind the checker found. That is known by type: where anomalies of one type have
 *  several titles, those that were reported are counted. */
function countOf(
  { checker, anomaly }: NamedAnomaly,
  reported: number,
  { checks }: Pick<RunReport, 'checks'>,
): number {
  const verdict = checks.find(({ name }) => name === checker)?.verdict;
  if (verdict?.valid !== false) return reported;
  const alike = verdict.anomalies.filter(({ type }) => type === anomaly.type);
  const isSole = alike.every(other => kindOf(other) === kindOf(anomaly));
  return isSole ? (verdict.found?.[anomaly.type] ?? reported) : reported;
}

/** The whole explanation: the promise, what was seen, each operation that shows it, the detail. */
export function anomalyPage({ anomaly, checker }: NamedAnomaly, history: History): string {
  const shown = new Set(anomaly.operations);
  const events: Event[] = [];
  for (const event of history.events()) if (shown.has(event.index)) events.push(event);
  return [
    sentenceOf(anomaly),
    '',
    `type      ${anomaly.type}`,
    `found by  ${checker}`,
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
