/** The operations that the plots show, as a table: the first of them, each of which can be chosen. */
import { element, found, row } from './element.ts';
import type { Run } from './run.ts';
import { latencyText } from './scale.ts';
import type { TimeWindow } from './time-window.ts';

const MOST_ROWS = 50;

export function fillList(
  run: Run,
  window: TimeWindow,
  { mask, choose }: { readonly mask: Uint8Array; readonly choose: (at: number) => void },
): void {
  const positions: number[] = [];
  let count = 0;
  for (let at = run.firstFrom(window.from); at < run.count; at++) {
    if ((run.call[at] ?? 0) > window.until) break;
    if (mask[at] === 0) continue;
    count += 1;
    if (positions.length < MOST_ROWS) positions.push(at);
  }
  found('[data-operations]', HTMLTableSectionElement).replaceChildren(
    ...positions.map(at => rowOf(run, at, choose)),
  );
  found('[data-listed]', HTMLElement).textContent =
    count > positions.length
      ? `The first ${positions.length} of ${count.toLocaleString('en')} operations that are shown; go nearer or filter to see others.`
      : `All ${count} operations that are shown.`;
}

function rowOf(run: Run, at: number, choose: (at: number) => void): HTMLTableRowElement {
  const { index, process, node, key, call, took, f, input, outcome, error, result } = run.shown(at);
  const made = row([
    '',
    `${process}`,
    node ?? '',
    key ?? '',
    `${(call / 1000).toFixed(3)} s`,
    took === undefined ? '' : latencyText(took),
    `${f} ${input}`,
    outcome,
    `${error ?? ''} ${result}`.trim(),
  ]);
  const button = element('button', `${index}`);
  button.setAttribute('aria-label', `Choose operation ${index}`);
  button.addEventListener('click', () => choose(at));
  made.firstElementChild?.append(button);
  return made;
}
