/** The timeline: a row for each node with its roles and faults, a row for each client thread with its
 * operations. Only the visible part is drawn. */
import { MONO, type Surface } from './canvas.ts';
import { clipped, drawInside, type Frame, line } from './frame.ts';
import { NONE, type RoleShown } from './layout.ts';
import { lowerBound, type Run } from './run.ts';

export const ROW = 22;
const BAR = 15;
/** Bars narrower than this have no text. */
const TEXT_WIDTH = 34;

export interface TimelineState {
  readonly mask: Uint8Array;
  readonly frame: Frame;
  /** Pixels that are scrolled away above. */
  readonly scrolled: number;
  /** The operation that was chosen. */
  readonly chosen: number | undefined;
}

/** Nodes first, then threads. */
export function rowCount(run: Run): number {
  return run.meta.node.length + run.lanes.length;
}

/** Where a row stands: its upper edge. */
function rowTop({ frame, scrolled }: TimelineState, row: number): number {
  return frame.top + row * ROW - scrolled;
}

export function drawTimeline(surface: Surface, run: Run, state: TimelineState): void {
  const { frame } = state;
  const { pen } = surface;
  const first = Math.max(0, Math.floor(state.scrolled / ROW));
  const last = Math.min(
    rowCount(run) - 1,
    Math.floor((state.scrolled + frame.bottom - frame.top) / ROW),
  );
  clipped(pen, [0, frame.top, surface.width, frame.bottom - frame.top], () => {
    for (let row = first; row <= last; row++) drawLabel(surface, run, state, row);
    clipped(
      pen,
      [frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top],
      () => {
        for (let row = first; row <= last; row++) {
          const lane = row - run.meta.node.length;
          if (lane < 0) drawNode(surface, run, state, row);
          else drawLane(surface, run, state, lane);
        }
      },
    );
  });
}

function drawLabel({ pen, colours }: Surface, run: Run, state: TimelineState, row: number): void {
  const { frame } = state;
  const y = rowTop(state, row);
  const node = run.meta.node[row];
  pen.textAlign = 'right';
  pen.fillStyle = node === undefined ? colours.quiet : colours.ink;
  pen.fillText(
    node ?? `process ${row - run.meta.node.length}`,
    frame.left - 6,
    y + 15,
    frame.left - 8,
  );
  pen.strokeStyle = colours.line;
  line(pen, [0, y + ROW - 0.5, frame.right, y + ROW - 0.5]);
}

function drawNode(surface: Surface, run: Run, state: TimelineState, row: number): void {
  const node = run.meta.node[row];
  const top = rowTop(state, row) + 3;
  for (const role of run.meta.roles) if (role.node === node) drawRole(surface, state, role, top);
  for (const { from, until, nodes } of run.meta.faults) {
    if (node === undefined || !nodes.includes(node)) continue;
    const [x, end] = [state.frame.x(from), state.frame.x(until)];
    surface.pen.fillStyle = surface.colours.mark;
    surface.pen.fillRect(x, top + BAR - 3, Math.max(2, end - x), 4);
  }
}

/** A leader is a full bar, a node without a role a thin line, the others are outlined. */
function drawRole(
  { pen, colours }: Surface,
  { frame }: TimelineState,
  span: RoleShown,
  y: number,
): void {
  const x = Math.max(frame.left - 4, frame.x(span.from));
  const width = Math.min(frame.right + 4, frame.x(span.until)) - x;
  if (width <= 0) return;
  if (span.role === 'none') {
    pen.fillStyle = colours.quiet;
    pen.fillRect(x, y + 7, width, 1);
    return;
  }
  const leads = span.role === 'leader' || span.role === 'standalone';
  pen.fillStyle = leads ? colours.leader : colours.panel;
  pen.fillRect(x, y, width, BAR);
  pen.strokeStyle = colours.quiet;
  pen.strokeRect(x + 0.5, y + 0.5, Math.max(0, width - 1), BAR - 1);
  drawInside(
    pen,
    span.role,
    { x: x + 5, y: y + 11, width: width - 8 },
    leads ? colours.paper : colours.ink,
  );
}

/** Draws by outcome, so that failures are drawn over successes. */
function drawLane(surface: Surface, run: Run, state: TimelineState, lane: number): void {
  const positions = run.lanes[lane];
  if (positions === undefined) return;
  const top = rowTop(state, run.meta.node.length + lane) + 3;
  const { frame, mask } = state;
  const start = lowerBound(
    positions.length,
    at => frame.x(run.end[positions[at] ?? 0] ?? 0) >= frame.left,
  );
  for (let type = 0; type < 3; type++) {
    let drawnTo = Number.NEGATIVE_INFINITY;
    for (let each = start; each < positions.length; each++) {
      const at = positions[each] ?? 0;
      const x = frame.x(run.call[at] ?? 0);
      if (x > frame.right) break;
      if (run.type[at] !== type || mask[at] === 0) continue;
      const end = Math.max(x + 1, frame.x(run.end[at] ?? 0));
      if (end <= drawnTo + 0.5) continue;
      drawnTo = end;
      drawBar(surface, run, at, { x, width: end - x, y: top });
    }
  }
  if (state.chosen !== undefined && run.laneOf(state.chosen) === lane)
    drawChoice(surface, run, state, top);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Ok: full. Fail: hollow. Info: low and open, as nobody knows when it ended. */
function drawBar({ pen, colours }: Surface, run: Run, at: number, { x, y, width }: Box): void {
  const type = run.type[at];
  if (type === 0) {
    pen.fillStyle = colours.ok;
    pen.fillRect(x, y, width, BAR);
  } else if (type === 1) {
    pen.fillStyle = colours.paper;
    pen.fillRect(x, y, width, BAR);
    pen.strokeStyle = colours.fail;
    pen.lineWidth = 1.5;
    pen.strokeRect(x + 0.75, y + 0.75, Math.max(0.5, width - 1.5), BAR - 1.5);
    pen.lineWidth = 1;
  } else {
    pen.fillStyle = colours.info;
    pen.fillRect(x, y + 5, width, BAR - 10);
    pen.fillRect(x, y, 2, BAR);
  }
  if (width < TEXT_WIDTH) return;
  pen.font = MONO;
  const text = `${run.f(at)} ${run.values(at).join(' → ')}`;
  const colour = type === 0 ? colours.paper : colours.ink;
  if (type !== 2) drawInside(pen, text, { x: x + 4, y: y + 11, width: width - 6 }, colour);
}

function drawChoice(
  { pen, colours }: Surface,
  run: Run,
  { frame, chosen = NONE }: TimelineState,
  y: number,
): void {
  const x = frame.x(run.call[chosen] ?? 0);
  const width = Math.max(3, frame.x(run.end[chosen] ?? 0) - x);
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 2;
  pen.strokeRect(x - 2, y - 2, width + 4, BAR + 4);
  pen.lineWidth = 1;
}

/** The operation at a point of the canvas, or the nearest of its row within a few pixels. */
export function operationAt(
  run: Run,
  state: TimelineState,
  { x, y }: { readonly x: number; readonly y: number },
): number | undefined {
  const row = Math.floor((y - state.frame.top + state.scrolled) / ROW) - run.meta.node.length;
  const positions = run.lanes[row];
  if (positions === undefined) return undefined;
  const { frame } = state;
  const after = lowerBound(positions.length, at => frame.x(run.call[positions[at] ?? 0] ?? 0) > x);
  const near = [positions[after - 1], positions[after]].flatMap(at =>
    at === undefined ? [] : [at],
  );
  const distance = (at: number): number =>
    Math.max(frame.x(run.call[at] ?? 0) - x, x - frame.x(run.end[at] ?? 0), 0);
  const [nearest] = near
    .filter(at => state.mask[at] === 1 && distance(at) <= 4)
    .sort((a, b) => distance(a) - distance(b));
  return nearest;
}
