/** What all plots over time share: margins, the axis of time, faults shaded and named, marks. */
import type { Surface } from './canvas.ts';
import type { FaultShown, Meta } from './layout.ts';
import { type Scale, ticksBetween, timeText } from './scale.ts';
import type { TimeWindow } from './time-window.ts';

export const LEFT = 76;
export const RIGHT = 14;
export const BOTTOM = 22;
/** The height of a row of fault names. */
const FAULT_ROW = 15;
/** Pixels between two times of the axis. */
const TIME_SPACING = 80;

/** Where a plot stands on its surface, and where a time stands in it. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(time: number): number;
}

export function frameOf(
  { width, height }: Pick<Surface, 'width' | 'height'>,
  window: TimeWindow,
  top: number,
): Frame {
  const right = width - RIGHT;
  const perMs = (right - LEFT) / window.length;
  const x = (time: number): number => LEFT + (time - window.from) * perMs;
  return { left: LEFT, right, top, bottom: height - BOTTOM, x };
}

/** Nemeses that struck, each of which has a row of names above a plot. */
function nemesesOf({ faults }: Meta): readonly string[] {
  return [...new Set(faults.map(({ nemesis }) => nemesis))];
}

export function faultRowsHeight(meta: Meta): number {
  return nemesesOf(meta).length * FAULT_ROW + 4;
}

/** Shades the time of each fault, and names it in its nemesis' row above. */
export function drawFaults(surface: Surface, frame: Frame, meta: Meta, namesTop: number): void {
  const { pen } = surface;
  const rows = nemesesOf(meta);
  clipped(pen, [frame.left, 0, frame.right - frame.left, surface.height], () => {
    for (const fault of meta.faults) {
      const [from, until] = [frame.x(fault.from), frame.x(fault.until)];
      if (until < frame.left || from > frame.right) continue;
      const y = namesTop + rows.indexOf(fault.nemesis) * FAULT_ROW;
      drawFault(surface, fault, { from, until, y, top: frame.top, bottom: frame.bottom });
    }
  });
  pen.textAlign = 'right';
  pen.fillStyle = surface.colours.quiet;
  for (const [at, name] of rows.entries())
    pen.fillText(name, frame.left - 6, namesTop + at * FAULT_ROW + 10, frame.left - 8);
}

interface FaultPlace {
  readonly from: number;
  readonly until: number;
  readonly y: number;
  readonly top: number;
  readonly bottom: number;
}

function drawFault(
  { pen, colours }: Surface,
  fault: FaultShown,
  { from, until, y, top, bottom }: FaultPlace,
): void {
  const width = Math.max(1, until - from);
  pen.fillStyle = colours.shade;
  pen.fillRect(from, top, width, bottom - top);
  pen.fillRect(from, y, width, FAULT_ROW - 2);
  pen.strokeStyle = colours['shade-line'];
  pen.lineWidth = 1;
  pen.setLineDash(fault.verified ? [] : [3, 3]);
  pen.strokeRect(from + 0.5, y + 0.5, Math.max(1, width - 1), FAULT_ROW - 3);
  pen.setLineDash([]);
  drawInside(
    pen,
    `${fault.words}${fault.verified ? '' : ' (not seen)'}`,
    { x: from + 3, y: y + 10, width: width - 5 },
    colours.ink,
  );
}

/** Text that is cut off where its box ends. */
export function drawInside(
  pen: CanvasRenderingContext2D,
  text: string,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  colour: string,
): void {
  if (width < 14) return;
  clipped(pen, [x, y - 14, width, 20], () => {
    pen.fillStyle = colour;
    pen.textAlign = 'left';
    pen.fillText(text, x, y);
  });
}

export function clipped(
  pen: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
  draw: () => void,
): void {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  draw();
  pen.restore();
}

/** Times below the plot, with a thin line up for each. */
export function drawTimeAxis(
  { pen, colours, height }: Surface,
  frame: Frame,
  window: TimeWindow,
): void {
  const ticks = ticksBetween(window.from, window.until, (frame.right - frame.left) / TIME_SPACING);
  const step = (ticks[1] ?? window.until) - (ticks[0] ?? 0);
  pen.textAlign = 'center';
  pen.strokeStyle = colours.line;
  for (const time of ticks) {
    const x = Math.round(frame.x(time)) + 0.5;
    line(pen, [x, frame.top, x, frame.bottom]);
    pen.fillStyle = colours.quiet;
    pen.fillText(
      timeText(time, step),
      Math.max(frame.left + 14, Math.min(x, frame.right - 14)),
      height - 7,
    );
  }
}

export function drawValueAxis(
  { pen, colours }: Surface,
  frame: Frame,
  { scale, text }: { readonly scale: Scale; readonly text: (value: number) => string },
): void {
  pen.textAlign = 'right';
  for (const tick of scale.ticks) {
    const y = Math.round(scale.at(tick)) + 0.5;
    if (y < frame.top - 1) continue;
    pen.strokeStyle = colours.line;
    line(pen, [frame.left, y, frame.right, y]);
    pen.fillStyle = colours.quiet;
    pen.fillText(text(tick), frame.left - 6, y + 4);
  }
}

/** Elections as full lines with a triangle, expirations as dotted ones with a diamond. */
export function drawMarks({ pen, colours }: Surface, frame: Frame, { marks }: Meta): void {
  pen.strokeStyle = colours.mark;
  pen.fillStyle = colours.mark;
  pen.textAlign = 'center';
  for (const { kind, at } of marks) {
    const x = Math.round(frame.x(at)) + 0.5;
    if (x < frame.left || x > frame.right) continue;
    pen.setLineDash(kind === 'election' ? [] : [2, 4]);
    line(pen, [x, frame.top, x, frame.bottom]);
    pen.fillText(kind === 'election' ? '▲' : '◆', x, frame.bottom);
  }
  pen.setLineDash([]);
}

export function line(
  pen: CanvasRenderingContext2D,
  [x, y, toX, toY]: readonly [number, number, number, number],
): void {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  pen.stroke();
}
