/** Which operations the plots show: what the controls of the page say. */
import { all, found } from './element.ts';
import { NONE, OUTCOMES } from './layout.ts';
import type { Run } from './run.ts';

/** A mask over the operations, kept up to date with the controls. */
export class Filter {
  /** 1 where an operation is shown. */
  readonly mask: Uint8Array;
  readonly #run: Run;
  readonly #form: HTMLFormElement;
  readonly #said: HTMLElement;

  /** `changed` is called whenever the mask is another. */
  constructor(run: Run, form: HTMLFormElement, changed: () => void) {
    this.#run = run;
    this.#form = form;
    this.mask = new Uint8Array(run.count);
    this.#said = found('[data-matches]', HTMLElement);
    const update = (): void => {
      this.#update();
      changed();
    };
    form.addEventListener('input', update);
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('reset', () => {
      for (const button of this.#outcomes()) button.setAttribute('aria-pressed', 'true');
      setTimeout(update);
    });
    for (const button of this.#outcomes())
      button.addEventListener('click', () => {
        const pressed = button.getAttribute('aria-pressed') === 'true';
        button.setAttribute('aria-pressed', String(!pressed));
        update();
      });
    this.#update();
  }

  #outcomes(): readonly HTMLButtonElement[] {
    return all('[data-outcome]', HTMLButtonElement, this.#form);
  }

  #update(): void {
    const fits = this.#test();
    let count = 0;
    for (let at = 0; at < this.#run.count; at++) {
      const shown = fits(at);
      this.mask[at] = shown ? 1 : 0;
      if (shown) count += 1;
    }
    const all = this.#run.count.toLocaleString('en');
    this.#said.textContent = `${count.toLocaleString('en')} of ${all} operations`;
  }

  #test(): (at: number) => boolean {
    const run = this.#run;
    const { meta, type } = run;
    const outcomes = OUTCOMES.map(name =>
      this.#outcomes().some(
        button => button.dataset.outcome === name && button.getAttribute('aria-pressed') === 'true',
      ),
    );
    const f = meta.f.indexOf(this.#value('f'));
    const node = meta.node.indexOf(this.#value('node'));
    const key = this.#value('key');
    const keys = new Set(meta.key.flatMap((name, at) => (name === key ? [at] : [])));
    const words = this.#value('text').toLowerCase();
    const [fs, nodes, keysOf] = [run.column('f'), run.column('node'), run.column('key')];
    return at =>
      outcomes[type[at] ?? NONE] === true &&
      (f < 0 || fs[at] === f) &&
      (node < 0 || nodes[at] === node) &&
      (key === '' || keys.has(keysOf[at] ?? NONE)) &&
      (words === '' || textOf(run, at).includes(words));
  }

  #value(name: string): string {
    const value = new FormData(this.#form).get(name);
    return typeof value === 'string' ? value.trim() : '';
  }
}

function textOf(run: Run, at: number): string {
  const error = run.meta.error[run.column('error')[at] ?? NONE] ?? '';
  return `${run.f(at)} ${run.values(at).join(' ')} ${error}`.toLowerCase();
}
