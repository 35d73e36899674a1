/** The plots of a page: the canvases that are there, drawn over the same time window. */
import { Canvas, type Surface } from './canvas.ts';
import {
  drawFaults,
  drawMarks,
  drawTimeAxis,
  drawValueAxis,
  type Frame,
  faultRowsHeight,
  frameOf,
} from './frame.ts';
import { drawLatencies, latencyScale } from './latency-plot.ts';
import { drawSeries } from './line-plot.ts';
import type { Run } from './run.ts';
import { latencyText, linearScale, logScale } from './scale.ts';
import { quantileSeries, rateSeries, type Series } from './series.ts';
import type { TimeWindow } from './time-window.ts';

/** What all plots are drawn from. */
export interface Scene {
  readonly run: Run;
  readonly window: TimeWindow;
  /** Read anew each time. */
  readonly mask: () => Uint8Array;
}

type Draw = (surface: Surface, frame: Frame, scene: Scene) => void;

const PLOTS: Readonly<Record<string, Draw>> = {
  latency: drawLatencyPlot,
  quantiles: drawQuantilePlot,
  rate: drawRatePlot,
};

/** The plot that a canvas of this name is for; undefined where there is none. */
export function plotOf(canvas: HTMLCanvasElement, scene: Scene): Canvas | undefined {
  const draw = PLOTS[canvas.dataset.plot ?? ''];
  if (draw === undefined) return undefined;
  return new Canvas(canvas, surface => {
    const { run, window } = scene;
    const frame = frameOf(surface, window, faultRowsHeight(run.meta));
    drawTimeAxis(surface, frame, window);
    drawFaults(surface, frame, run.meta, 1);
    draw(surface, frame, scene);
    drawMarks(surface, frame, run.meta);
  });
}

function drawLatencyPlot(surface: Surface, frame: Frame, { run, mask }: Scene): void {
  const scale = latencyScale(run, frame);
  drawValueAxis(surface, frame, { scale, text: latencyText });
  drawLatencies(surface, run, { mask: mask(), frame, scale });
}

function drawQuantilePlot(surface: Surface, frame: Frame, { run, window, mask }: Scene): void {
  const series = quantileSeries(run, window, mask());
  const values = series.flatMap(each => [...each.values]).filter(value => value > 0);
  const least = values.reduce((a, b) => Math.min(a, b), 1);
  const scale = logScale(least, mostOf(series), frame.bottom, frame.top + 6);
  drawValueAxis(surface, frame, { scale, text: latencyText });
  drawSeries(surface, series, { frame, scale, window });
}

function drawRatePlot(surface: Surface, frame: Frame, { run, window, mask }: Scene): void {
  const series = rateSeries(run, window, mask());
  const scale = linearScale(mostOf(series), frame.bottom, frame.top + 6);
  drawValueAxis(surface, frame, { scale, text: value => value.toLocaleString('en') });
  drawSeries(surface, series, { frame, scale, window });
}

function mostOf(series: readonly Series[]): number {
  return series
    .flatMap(({ values }) => [...values])
    .filter(value => !Number.isNaN(value))
    .reduce((a, b) => Math.max(a, b), 0.1);
}
