/** Pictures of parts of an analysis, where they are small enough to be read. */
import type { Analysis } from '../check.ts';
import type { Witness } from '../cycle/witness.ts';
import type { Region } from '../graph/region.ts';
import { type Plot, plotOf } from './plot.ts';
import { svgOf } from './svg.ts';

/** Pictures beyond this many bytes are left out: nobody can read them. */
const MAX_PLOT_BYTES = 65_536;
/** A transaction takes at least this many bytes of a picture. */
const MIN_NODE_BYTES = 200;

/** A witness as an SVG document, or undefined where that would be too large. */
export function witnessPicture(analysis: Analysis, witness: Witness): string | undefined {
  const { txns, relations } = witness;
  const region = analysis.regions.find(({ txns: all }) => all.includes(txns[0] ?? -1));
  return region && picture(txns.length, () => plotOf(analysis, region, txns, relations));
}

/** A whole cyclic part of the graph, likewise. */
export function regionPicture(analysis: Analysis, region: Region): string | undefined {
  return picture(region.txns.length, () => plotOf(analysis, region, Array.from(region.txns)));
}

function picture(nodes: number, plot: () => Plot): string | undefined {
  if (nodes * MIN_NODE_BYTES > MAX_PLOT_BYTES) return undefined;
  const svg = svgOf(plot());
  return svg.length <= MAX_PLOT_BYTES ? svg : undefined;
}
