/** A canvas that is as sharp as the screen and knows its size and the colours of the page. */

/** Names of the style's variables that plots draw with. */
const COLOURS = [
  'paper',
  'ink',
  'quiet',
  'line',
  'link',
  'ok',
  'fail',
  'info',
  'shade',
  'shade-line',
  'leader',
  'mark',
  'panel',
] as const;
export type Colours = Readonly<Record<(typeof COLOURS)[number], string>>;

/** What is drawn on: CSS pixels. */
export interface Surface {
  readonly pen: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly colours: Colours;
}

const FONT = '12px system-ui, sans-serif';
export const MONO = '11px ui-monospace, Menlo, Consolas, monospace';

/** Calls `draw` on request, and when the size or the colour scheme changes; while off screen, when it scrolls
 * into view or is printed. */
export class Canvas {
  readonly element: HTMLCanvasElement;
  readonly #draw: (surface: Surface) => void;
  #asked = false;
  #inSight = false;

  constructor(element: HTMLCanvasElement, draw: (surface: Surface) => void) {
    this.element = element;
    this.#draw = draw;
    new ResizeObserver(() => this.redraw()).observe(element);
    new IntersectionObserver(entries => {
      this.#inSight = entries.some(({ isIntersecting }) => isIntersecting);
      this.redraw();
    }).observe(element);
    addEventListener('beforeprint', () => this.#now());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.redraw());
  }

  /** In the next frame. */
  redraw(): void {
    if (this.#asked || !this.#inSight) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#now();
    });
  }

  #now(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    const pen = this.element.getContext('2d');
    if (pen === null || width === 0 || height === 0) return;
    const ratio = devicePixelRatio;
    const [pixels, lines] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.element.width !== pixels) this.element.width = pixels;
    if (this.element.height !== lines) this.element.height = lines;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = FONT;
    this.#draw({ pen, width, height, colours: coloursOf(this.element) });
  }
}

function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    COLOURS.map(name => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Colours;
}
