/** rate.svg: operations a second by outcome, by the time of their call, each outcome with a dash of its own. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { html } from './markup.ts';
import { endNsOf, type RunView } from './run-view.ts';
import { svgFrameOf, svgOf } from './svg-frame.ts';

/** Equal stretches of time, of which each has a point. */
const STRETCHES = 150;
const DASH = { ok: '', fail: '6 3', info: '2 3' } as const;
type Rates = Readonly<Record<keyof typeof DASH, Float64Array>>;

export function rateSvg(view: RunView): string {
  const frame = svgFrameOf(view);
  const rates = ratesOf(view);
  const most = Math.max(1, ...rates.ok, ...rates.fail, ...rates.info);
  const y = scaleLinear([0, most], [frame.bottom, frame.top + 4]).nice();
  const stretchNs = endNsOf(view.history) / STRETCHES;
  const path = line<number>()
    .x((_, at) => Math.round(frame.x((at + 0.5) * stretchNs) * 10) / 10)
    .y(rate => Math.round(y(rate) * 10) / 10);
  return svgOf(view, frame, {
    title: 'Rate',
    ticks: y.ticks(5).map(tick => ({ y: Math.round(y(tick)), text: `${tick}/s` })),
    content: html`${(['ok', 'fail', 'info'] as const).map(
      name =>
        html`<path class="series ${name}" stroke-width="1.8" stroke-dasharray="${DASH[name]}" d="${path([...rates[name]])}"/>`,
    )}`,
    legend: [
      { name: '──', text: 'ok' },
      { name: '╌╌', text: 'fail' },
      { name: '┈┈', text: 'in doubt' },
    ],
  });
}

/** Operations a second, by stretch. */
function ratesOf({ history }: RunView): Rates {
  const rates = {
    ok: new Float64Array(STRETCHES),
    fail: new Float64Array(STRETCHES),
    info: new Float64Array(STRETCHES),
  };
  const endNs = Math.max(1, endNsOf(history));
  const perSecond = (STRETCHES * 1e9) / endNs;
  for (const { callNs, type } of history.eachOutcome()) {
    const at = Math.min(STRETCHES - 1, Math.floor((callNs / endNs) * STRETCHES));
    rates[type][at] = (rates[type][at] ?? 0) + perSecond;
  }
  return rates;
}
