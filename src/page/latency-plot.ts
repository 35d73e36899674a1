/** The latency of each operation by the time of its call: a dot where it was ok, a cross where it
 * failed, a triangle where it is in doubt. */

import type { Surface } from './canvas.ts';
import { type Frame, LEFT, RIGHT } from './frame.ts';
import { NONE } from './layout.ts';
import type { Run } from './run.ts';
import { logScale, type Scale } from './scale.ts';

/** Shorter latencies are drawn as this one, in milliseconds. */
const LEAST_MS = 0.1;

/** In the order in which they are drawn, the rarest on top: codes of OUTCOMES. */
const ORDER = [0, 1, 2] as const;

export function latencyScale(run: Run, { top, bottom }: Pick<Frame, 'top' | 'bottom'>): Scale {
  let most = 1;
  for (let at = 0; at < run.count; at++)
    most = Math.max(most, (run.end[at] ?? 0) - (run.call[at] ?? 0));
  return logScale(LEAST_MS, most, bottom, top + 4);
}

/** Draws latencies; one point for each pixel. */
export function drawLatencies(
  surface: Surface,
  run: Run,
  {
    mask,
    frame,
    scale,
  }: { readonly mask: Uint8Array; readonly frame: Frame; readonly scale: Scale },
): void {
  const took = run.column('took');
  const width = Math.ceil(surface.width - LEFT - RIGHT) + 1;
  for (const type of ORDER) {
    const used = new Uint8Array(width * (Math.ceil(frame.bottom) + 1));
    const draw = penOf(surface, type);
    for (let at = run.firstFrom(leftTime(frame)); at < run.count; at++) {
      const x = frame.x(run.call[at] ?? 0);
      if (x > frame.right) break;
      if (mask[at] === 0 || run.type[at] !== type || took[at] === NONE) continue;
      const y = scale.at((run.end[at] ?? 0) - (run.call[at] ?? 0));
      const pixel = Math.round(y) * width + Math.round(x - frame.left);
      if (used[pixel] === 1) continue;
      used[pixel] = 1;
      draw(x, y);
    }
    surface.pen.stroke();
  }
}

/** The time at the left edge. */
function leftTime(frame: Frame): number {
  const perPixel = 1 / (frame.x(1) - frame.x(0));
  return (frame.left - frame.x(0)) * perPixel;
}

function penOf({ pen, colours }: Surface, type: 0 | 1 | 2): (x: number, y: number) => void {
  const colour = [colours.ok, colours.fail, colours.info][type] ?? colours.ink;
  pen.fillStyle = colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (type === 0) return (x, y) => pen.fillRect(x - 1, y - 1, 2, 2);
  if (type === 1)
    return (x, y) => {
      pen.moveTo(x - 3, y - 3);
      pen.lineTo(x + 3, y + 3);
      pen.moveTo(x + 3, y - 3);
      pen.lineTo(x - 3, y + 3);
    };
  return (x, y) => {
    pen.moveTo(x, y - 4);
    pen.lineTo(x + 4, y + 3);
    pen.lineTo(x - 4, y + 3);
    pen.lineTo(x, y - 4);
  };
}
