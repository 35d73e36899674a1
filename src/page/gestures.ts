/** Moves the time window with the pointer, the wheel and the keyboard. The page keeps scrolling with
 *  the wheel and with one finger up and down: only Ctrl and the wheel, or two fingers, zoom. */
import { LEFT, RIGHT } from './frame.ts';
import type { TimeWindow } from './time-window.ts';

const KEYS: Readonly<Record<string, (window: TimeWindow) => void>> = {
  ArrowLeft: window => window.move(-0.2),
  ArrowRight: window => window.move(0.2),
  PageUp: window => window.move(-0.9),
  PageDown: window => window.move(0.9),
  '+': window => window.zoom(0.5),
  '=': window => window.zoom(0.5),
  '-': window => window.zoom(2),
  0: window => window.showAll(),
  Home: window => window.show(0, window.length),
  End: window => window.show(window.end - window.length, window.end),
};

/** A press that moves less than this is a click. Pixels. */
const STILL = 4;

export function listen(
  canvas: HTMLCanvasElement,
  window: TimeWindow,
  clicked: (x: number, y: number) => void,
): void {
  canvas.addEventListener('keydown', event => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act(window);
  });
  canvas.addEventListener('wheel', event => turned(event, canvas, window), { passive: false });
  canvas.addEventListener('dblclick', event =>
    window.zoom(0.4, timeAt(canvas, window, event.offsetX)),
  );
  listenToPointers(canvas, window, clicked);
}

function turned(event: WheelEvent, canvas: HTMLCanvasElement, window: TimeWindow): void {
  const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    window.zoom(Math.exp(event.deltaY / 300), timeAt(canvas, window, event.offsetX));
  } else if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
    event.preventDefault();
    window.move(sideways / plotWidth(canvas));
  }
}

function listenToPointers(
  canvas: HTMLCanvasElement,
  window: TimeWindow,
  clicked: (x: number, y: number) => void,
): void {
  /** Where each finger or button is, and where it went down. */
  const down = new Map<number, { x: number; readonly startX: number; readonly startY: number }>();
  canvas.addEventListener('pointerdown', event => {
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, { x: event.offsetX, startX: event.offsetX, startY: event.offsetY });
  });
  canvas.addEventListener('pointermove', event => {
    const own = down.get(event.pointerId);
    if (own === undefined) return;
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) window.move((own.x - event.offsetX) / plotWidth(canvas));
    else pinch(window, timeAt(canvas, window, other.x), own.x - other.x, event.offsetX - other.x);
    own.x = event.offsetX;
  });
  canvas.addEventListener('pointerup', event => {
    const own = down.get(event.pointerId);
    down.delete(event.pointerId);
    if (own === undefined) return;
    const moved = Math.hypot(event.offsetX - own.startX, event.offsetY - own.startY);
    if (moved < STILL) clicked(event.offsetX, event.offsetY);
  });
  canvas.addEventListener('pointercancel', event => down.delete(event.pointerId));
}

function pinch(window: TimeWindow, centre: number, before: number, after: number): void {
  if (Math.abs(after) > 10) window.zoom(Math.abs(before / after), centre);
}

function plotWidth(canvas: HTMLCanvasElement): number {
  return canvas.clientWidth - LEFT - RIGHT;
}

function timeAt(canvas: HTMLCanvasElement, window: TimeWindow, x: number): number {
  return window.from + ((x - LEFT) / plotWidth(canvas)) * window.length;
}
