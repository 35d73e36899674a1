/** The timeline of a page: a canvas that stays in view while its rows scroll below it. */
import { Canvas } from './canvas.ts';
import { Choice } from './choice.ts';
import { found } from './element.ts';
import { BOTTOM, drawFaults, drawMarks, drawTimeAxis, faultRowsHeight, frameOf } from './frame.ts';
import { listen } from './gestures.ts';
import type { Scene } from './plots.ts';
import { drawTimeline, operationAt, ROW, rowCount, type TimelineState } from './timeline-plot.ts';

/** Pixels of the page that the rows may take. */
const MOST_HEIGHT = 560;

interface Timeline {
  readonly canvas: Canvas;
  readonly choice: Choice;
}

export function timelineOf({ run, window, mask }: Scene): Timeline {
  const element = found('canvas[data-plot=timeline]', HTMLCanvasElement);
  const rows = found('[data-rows]', HTMLElement);
  const top = faultRowsHeight(run.meta);
  const state = (): TimelineState => ({
    mask: mask(),
    frame: frameOf({ width: element.clientWidth, height: element.clientHeight }, window, top),
    scrolled: rows.scrollTop,
    chosen: choice.at,
  });
  const canvas = new Canvas(element, surface => {
    const now = state();
    drawTimeAxis(surface, now.frame, window);
    drawFaults(surface, now.frame, run.meta, 1);
    drawTimeline(surface, run, now);
    drawMarks(surface, now.frame, run.meta);
  });
  const choice = new Choice(run, () => {
    const at = choice.at ?? 0;
    window.reveal(run.call[at] ?? 0, run.end[at] ?? 0);
    canvas.redraw();
  });
  const height = top + BOTTOM + rowCount(run) * ROW;
  element.style.height = `${Math.min(height, MOST_HEIGHT)}px`;
  found('[data-spacer]', HTMLElement).style.height =
    `${Math.max(0, height - Math.min(height, MOST_HEIGHT))}px`;
  rows.addEventListener('scroll', () => canvas.redraw());
  listen(element, window, (x, y) => {
    const at = operationAt(run, state(), { x, y });
    if (at !== undefined) choice.choose(at);
  });
  element.addEventListener('keydown', event => stepped(event, choice));
  return { canvas, choice };
}

function stepped(event: KeyboardEvent, choice: Choice): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'n' || event.key === 'p') choice.step(event.key === 'n' ? 1 : -1);
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
    choice.changeLane(event.key === 'ArrowDown' ? 1 : -1);
  else return;
  event.preventDefault();
}
