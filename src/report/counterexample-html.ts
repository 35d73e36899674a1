/** A counterexample drawn: the operations as bars over the events in their order, and what is known of
 * each of them below. Every bar takes the focus; what it shows then stands under the drawing. */

import type { Attempt } from '../contract.ts';
import { hexOf } from '../hex.ts';
import type { Operation } from '../history/history.ts';
import type { Bar, Operations, Scene } from './counterexample.ts';
import { html, type Markup, tableOf, termsOf } from './markup.ts';
import { keyText } from './run-view.ts';
import { durationText, secondsText, valueText, visible } from './visible.ts';

/** Characters of a value in a bar. */
const BAR_CHARACTERS = 28;
/** The most characters of a value below the drawing, and in a table. */
const TIP_CHARACTERS = 1000;
const CELL_CHARACTERS = 120;

/** `id` tells the drawings of a page apart. */
export function sceneMarkup(scene: Scene, id: string): Markup {
  const { processes, timesNs, bars } = scene;
  if (bars.length === 0) return html``;
  return html`<figure class="scene" data-scene>
<div class="scroll" role="region" aria-label="Operations over time" tabindex="0">
<div class="lanes" style="grid-template-columns:auto repeat(${timesNs.length},minmax(2.2rem,auto))">
${processes.map((process, row) => html`<div class="lane" style="grid-row:${row + 2}">process ${process}</div>`)}
${timesNs.map((timeNs, at) => timeMarkup(timeNs, timesNs[at - 1], at))}
${bars.map((bar, at) => barMarkup(bar, `${id}-${at}`))}
</div></div>
<figcaption>${captionOf(scene)}</figcaption>
<div class="tips" aria-live="polite">${bars.map((bar, at) => tipMarkup(bar, `${id}-${at}`))}</div>
</figure>
<details><summary>These ${bars.length} operations as a table</summary>
${tableOf({ caption: 'In the order of their calls', ...operationTable(bars) })}</details>`;
}

function captionOf({ bars, left }: Scene): string {
  const core = bars.filter(({ isCore }) => isCore).length;
  return [
    core > 0
      ? `The ${core} operations in thick frames cannot all be explained, regardless of the other operations.`
      : '',
    bars.some(({ placing }) => placing)
      ? 'Numbers give the longest order that the object allows; what has a ✗ would have to come next, and cannot.'
      : '',
    left > 0 ? `${left} earlier operations are left out.` : '',
    'Each column is one event, in their order, not to scale. Point at an operation, or move to it with the tab key, to see it whole.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The first column says when it was, the others how much later. */
function timeMarkup(timeNs: number, beforeNs: number | undefined, at: number): Markup {
  const text = beforeNs === undefined ? secondsText(timeNs) : `+${durationText(timeNs - beforeNs)}`;
  return html`<div class="moment" style="grid-column:${at + 2}">${text}</div>`;
}

function barMarkup(bar: Bar, id: string): Markup {
  const { operation, row, from, until, isCore } = bar;
  const kind = `${operation.type}${isCore ? ' core' : ''}${bar.blocked ? ' blocked' : ''}`;
  const place = `grid-row:${row + 2};grid-column:${from + 2}/${until + 3}`;
  return html`<button type="button" class="bar ${kind}" aria-controls="${id}" style="${place}"><span>${signMarkup(bar)} ${barText(operation)}</span></button>`;
}

/** Its place in the longest order, or that it has none. */
function signMarkup({ placing, blocked }: Bar): Markup {
  if (blocked !== undefined) return html`<b class="place" aria-label="cannot be placed">✗</b>`;
  return placing === undefined ? html`` : html`<b class="place">${placing.place}</b>`;
}

function barText(operation: Operation, most: number = BAR_CHARACTERS): string {
  const { f, type } = operation;
  const result = resultText(operation, most);
  const call = `${visible(f, most)} ${valueText(operation.input, most)}`.trim();
  return type === 'ok' ? `${call}${result && ` → ${result}`}` : `${call} · ${type}`;
}

/** What came back, where it says more than the call did. */
function resultText({ type, input, output, error }: Operation, most: number): string {
  if (type !== 'ok') return error === undefined ? 'never returned' : visible(error.name, most);
  const text = valueText(output, most);
  return text === valueText(input, most) ? '' : text;
}

function tipMarkup(bar: Bar, id: string): Markup {
  const { operation, placing, blocked } = bar;
  return html`<div class="tip" id="${id}">${termsOf([
    ['operation', `${barText(operation, TIP_CHARACTERS)} (op ${operation.index})`],
    ['process', `${operation.process}, ${operation.node ? `node ${operation.node}` : 'no node'}`],
    ['called', secondsText(operation.callNs)],
    ['returned', returnText(operation)],
    ...(placing
      ? [
          ['state before', placing.before] as const,
          [
            'state after',
            `${placing.after} (place ${placing.place} of the longest order)`,
          ] as const,
        ]
      : []),
    ...(blocked === undefined ? [] : [['cannot be placed', blocked] as const]),
  ])}</div>`;
}

function returnText({ type, returnNs, callNs, error }: Operation): string {
  if (type === 'info') return `in doubt: ${error ? visible(error.name) : 'it never returned'}`;
  return `${secondsText(returnNs)}, after ${durationText(returnNs - callNs)}`;
}

function operationTable(bars: readonly Bar[]): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  return {
    head: ['op', 'process', 'node', 'key', 'called', 'took', 'call', 'outcome', 'result', 'zxid'],
    rows: bars.map(({ operation }) => operationRow(operation)),
  };
}

function operationRow(operation: Operation): readonly string[] {
  const { index, process, node = '', key, callNs, returnNs, f, input, type, zxid } = operation;
  return [
    `${index}`,
    `${process}`,
    node,
    keyText(key),
    secondsText(callNs),
    type === 'info' ? '' : durationText(returnNs - callNs),
    `${visible(f)} ${valueText(input, CELL_CHARACTERS)}`,
    type,
    resultText(operation, CELL_CHARACTERS),
    zxid === undefined ? '' : hexOf(zxid),
  ];
}

/** The orders that explain the most, each as the states it goes through, and where it ends. */
export function attemptsMarkup(attempts: readonly Attempt[], operations: Operations): Markup {
  if (attempts.length === 0) return html``;
  return html`<h4>How far an explanation gets</h4>${attempts.map(
    (attempt, at) => html`<details ${at === 0 ? 'open' : ''}><summary>${
      attempts.length > 1 ? `Order ${at + 1} of ${attempts.length}, from` : 'From'
    } <code>${visible(attempt.from)}</code>: ${attempt.steps.length} placed, then none fits</summary>
${attemptMarkup(attempt, operations)}</details>`,
  )}`;
}

function attemptMarkup({ steps, blocked }: Attempt, operations: Operations): Markup {
  return html`<ol class="steps">${steps.map(
    ({ operation, state }) =>
      html`<li>${namedText(operations, operation)} <span class="state">→ <code>${visible(state)}</code></span></li>`,
  )}</ol><ul class="steps blocked">${blocked.map(
    ({ operation, why }) =>
      html`<li><b>✗ ${namedText(operations, operation)}</b> cannot come next: ${visible(why)}</li>`,
  )}</ul>`;
}

function namedText(operations: Operations, index: number): string {
  const operation = operations.get(index);
  return operation === undefined ? `op ${index}` : `${barText(operation)} (op ${index})`;
}
