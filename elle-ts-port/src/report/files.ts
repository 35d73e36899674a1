/** Everything a folder of results holds for one history, as names and contents. */
import type { Analysis } from '../check.ts';
import { shown } from '../history/shown.ts';
import type { Cycle } from '../result.ts';
import { orderTable } from './order-table.ts';
import { regionPicture, witnessPicture } from './pictures.ts';
import { recordTexts } from './records.ts';
import { cyclesText } from './text.ts';

/** File systems allow 255 bytes. */
const MAX_NAME = 200;

export interface ReportFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly content: string;
}

/**
 * `<type>.txt` explains the reported anomalies of a type, `<type>/<i>.svg` shows its cycles, `sccs/<i>.svg`
 * shows each cyclic part of the graph, `incompatible-order/<key>.html` the reads of a key.
 */
export function* reportFiles(analysis: Analysis): Iterable<ReportFile> {
  const { result, history } = analysis;
  if (result.valid === true) return;
  for (const type of result['anomaly-types']) {
    const sentences = recordTexts(result.anomalies, type);
    if (sentences.length > 0) yield { path: `${type}.txt`, content: `${sentences.join('\n\n')}\n` };
    yield* cycleFiles(analysis, type);
  }
  for (const [i, region] of analysis.regions.entries()) {
    yield* fileOf(`sccs/${i}.svg`, regionPicture(analysis, region));
  }
  for (const { key } of result.anomalies['incompatible-order'] ?? []) {
    const id = history.keys.intern(key);
    yield {
      path: `incompatible-order/${fileName(key, id)}.html`,
      content: orderTable(history, id),
    };
  }
}

/** Returns a key as the name of a file, for any key. Texts that begin like a number are quoted, so that the
 * key "1" is another file than the key 1. */
function fileName(key: unknown, id: number): string {
  const text = typeof key === 'string' && !/^[-\d]/.test(key) ? key : shown(key);
  const name = encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '?'));
  return name.length <= MAX_NAME && text !== '' ? name : `key-${id}`;
}

function* cycleFiles(analysis: Analysis, type: string): Iterable<ReportFile> {
  const records = Object.entries(reportedAnomalies(analysis)).find(([name]) => name === type)?.[1];
  const cycles = Array.isArray(records) ? records.filter(isCycle) : [];
  if (cycles.length === 0) return;
  yield { path: `${type}.txt`, content: cyclesText(type, cycles, analysis.history.workload) };
  const witnesses = analysis.witnesses.filter(witness => witness.type === type);
  for (const [i, witness] of witnesses.entries()) {
    yield* fileOf(`${type}/${i}.svg`, witnessPicture(analysis, witness));
  }
}

function reportedAnomalies({ result }: Analysis): object {
  return result.valid === true ? {} : result.anomalies;
}

function isCycle(record: object): record is Cycle {
  return 'cycle' in record;
}

function* fileOf(path: string, content: string | undefined): Iterable<ReportFile> {
  if (content !== undefined) yield { path, content };
}
