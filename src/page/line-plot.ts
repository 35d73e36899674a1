/** Series as lines, each named where it ends. */
import type { Colours, Surface } from './canvas.ts';
import type { Frame } from './frame.ts';
import type { Scale } from './scale.ts';
import { type Series, timeOf } from './series.ts';
import type { TimeWindow } from './time-window.ts';

/** Pixels between names that would cover each other. */
const NAME_HEIGHT = 13;

interface Axes {
  readonly frame: Frame;
  readonly scale: Scale;
  readonly window: TimeWindow;
}

/** Where a line ends. */
interface End {
  readonly series: Series;
  readonly x: number;
  readonly y: number;
}

export function drawSeries(surface: Surface, series: readonly Series[], axes: Axes): void {
  const { pen, colours } = surface;
  pen.lineWidth = 1.75;
  const ends = series.flatMap(each => {
    pen.strokeStyle = colours[each.colour];
    pen.setLineDash([...each.dash]);
    return strokeValues(pen, each, axes) ?? [];
  });
  pen.setLineDash([]);
  drawNames(surface, ends, axes.frame);
  pen.lineWidth = 1;
}

/** Gaps stay gaps; a value alone is a dot. Undefined where there is no value. */
function strokeValues(
  pen: CanvasRenderingContext2D,
  series: Series,
  { frame, scale, window }: Axes,
): End | undefined {
  const { values } = series;
  let end: End | undefined;
  pen.beginPath();
  for (const [at, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    const [x, y] = [frame.x(timeOf(at, window)), scale.at(value)];
    if (at === 0 || Number.isNaN(values[at - 1])) pen.moveTo(x - 1, y);
    pen.lineTo(x, y);
    end = { series, x, y };
  }
  pen.stroke();
  return end;
}

/** From above to below, each at least a line under the one before; on a rim of the paper's colour. */
function drawNames({ pen, colours }: Surface, ends: readonly End[], frame: Frame): void {
  pen.textAlign = 'right';
  pen.lineWidth = 3;
  let lowest = frame.top - NAME_HEIGHT;
  for (const { series, x, y } of [...ends].sort((a, b) => a.y - b.y)) {
    lowest = Math.max(y - 5, lowest + NAME_HEIGHT);
    const right = Math.min(x + 30, frame.right - 2);
    pen.strokeStyle = colours.paper;
    pen.strokeText(series.name, right, lowest);
    pen.fillStyle = colours[series.colour satisfies keyof Colours];
    pen.fillText(series.name, right, lowest);
  }
}
