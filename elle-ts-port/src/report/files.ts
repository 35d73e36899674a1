/** Everything a folder of results holds for one history, as names and contents. */
import type { Analysis } from '../check.ts';
import type { Cycle } from '../result.ts';
import { orderTable } from './order-table.ts';
import { type Plot, plotOf } from './plot.ts';
import { recordTexts } from './records.ts';
import { svgOf } from './svg.ts';
import { cyclesText } from './text.ts';

export interface ReportFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly content: string;
}

/** Pictures beyond this many bytes are left out: nobody can read them. */
const MAX_PLOT_BYTES = 65_536;
/** A transaction takes at least this many bytes of a picture. */
const MIN_NODE_BYTES = 200;

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
    const txns = Array.from(region.txns);
    yield* plotFile(`sccs/${i}.svg`, txns.length, () => plotOf(analysis, region, txns));
  }
  for (const { key } of result.anomalies['incompatible-order'] ?? []) {
    const path = `incompatible-order/${encodeURIComponent(String(key))}.html`;
    yield { path, content: orderTable(history, history.keys.intern(key)) };
  }
}

function* cycleFiles(analysis: Analysis, type: string): Iterable<ReportFile> {
  const records = Object.entries(reportedAnomalies(analysis)).find(([name]) => name === type)?.[1];
  const cycles = Array.isArray(records) ? records.filter(isCycle) : [];
  if (cycles.length === 0) return;
  yield { path: `${type}.txt`, content: cyclesText(type, cycles, analysis.history.workload) };
  const witnesses = analysis.witnesses.filter(witness => witness.type === type);
  for (const [i, { txns, relations }] of witnesses.entries()) {
    const region = analysis.regions.find(({ txns: all }) => all.includes(txns[0] ?? -1));
    if (region) {
      yield* plotFile(`${type}/${i}.svg`, txns.length, () =>
        plotOf(analysis, region, txns, relations),
      );
    }
  }
}

function reportedAnomalies({ result }: Analysis): object {
  return result.valid === true ? {} : result.anomalies;
}

function isCycle(record: object): record is Cycle {
  return 'cycle' in record;
}

function* plotFile(path: string, nodes: number, plot: () => Plot): Iterable<ReportFile> {
  if (nodes * MIN_NODE_BYTES > MAX_PLOT_BYTES) return;
  const content = svgOf(plot());
  if (content.length <= MAX_PLOT_BYTES) yield { path, content };
}
