/** The operation that was chosen: what is known of it, and the way to the one before and after it. */
import { element, found } from './element.ts';
import { lowerBound, type Run, type Shown } from './run.ts';
import { latencyText } from './scale.ts';

export class Choice {
  #at: number | undefined;
  readonly #run: Run;
  readonly #panel: HTMLElement;
  readonly #changed: () => void;

  constructor(run: Run, changed: () => void) {
    this.#run = run;
    this.#changed = changed;
    this.#panel = found('[data-chosen]', HTMLElement);
    found('[data-previous]', HTMLButtonElement).addEventListener('click', () => this.step(-1));
    found('[data-next]', HTMLButtonElement).addEventListener('click', () => this.step(1));
  }

  get at(): number | undefined {
    return this.#at;
  }

  choose(at: number): void {
    this.#at = at;
    this.#panel.replaceChildren(describe(this.#run.shown(at)));
    this.#changed();
  }

  /** To another operation of the same thread; to the first of all where none is chosen. */
  step(by: 1 | -1): void {
    const { count, lanes } = this.#run;
    if (count === 0) return;
    const own = this.#at ?? 0;
    const lane = lanes[this.#run.laneOf(own)] ?? new Uint32Array();
    const place = lowerBound(lane.length, at => (lane[at] ?? 0) >= own);
    this.choose(this.#at === undefined ? own : (lane[place + by] ?? own));
  }

  /** Moves to the operation of another thread that was open at that time. */
  changeLane(by: 1 | -1): void {
    if (this.#at === undefined) {
      this.step(1);
      return;
    }
    const time = this.#run.call[this.#at] ?? 0;
    const lane = this.#run.lanes[this.#run.laneOf(this.#at) + by];
    if (lane === undefined || lane.length === 0) return;
    const after = lowerBound(lane.length, at => (this.#run.call[lane[at] ?? 0] ?? 0) > time);
    this.choose(lane[Math.max(0, after - 1)] ?? 0);
  }
}

function describe(shown: Shown): HTMLElement {
  const list = element('dl');
  list.className = 'terms';
  for (const [name, text] of factsOf(shown)) {
    if (text === undefined || text === '') continue;
    const pair = element('div');
    pair.append(element('dt', name), element('dd', text));
    list.append(pair);
  }
  return list;
}

function factsOf(shown: Shown): readonly (readonly [string, string | undefined])[] {
  const { f, key, input, outcome, result, error, call, took, node, session, zxid } = shown;
  const events = shown.completion === undefined ? '' : ` to ${shown.completion}`;
  return [
    ['operation', `${f}${key === undefined ? '' : ` of key ${key}`} ${input}`],
    ['outcome', outcomeText(outcome, error)],
    [outcome === 'ok' ? 'result' : 'message', result],
    ['called', `${(call / 1000).toFixed(6)} s`],
    ['took', took === undefined ? 'it never returned' : latencyText(took)],
    ['process', `${shown.process}`],
    ['node', node],
    ['zxid', zxid],
    ['session', session],
    ['events', `${shown.index}${events}`],
  ];
}

const MEANING = {
  ok: 'ok: it happened',
  fail: 'fail: it did not happen',
  info: 'info: it may have happened',
};

function outcomeText(outcome: Shown['outcome'], error: string | undefined): string {
  return `${MEANING[outcome]}${error === undefined ? '' : ` (${error})`}`;
}
