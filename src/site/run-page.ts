/** The page of one run: its verdict in words, its numbers, its files. */
import { HISTORY_NAMES } from '../history/history-names.ts';
import { html, type Markup, tableOf, tagsMarkup, termsOf } from '../report/markup.ts';
import { visible } from '../report/visible.ts';
import { type CardFile, type RunCard, rateOf } from './card.ts';
import { badge, lastingText, numberText, sizeText, titleOf, whenMarkup } from './words.ts';

interface RunPageOptions {
  /** Where the whole folder can be had as one file; absent where it cannot. */
  readonly zip?: string;
  /** The live status while the run is in progress. */
  readonly live?: string;
}

const SENTENCE: Readonly<Record<RunCard['state'], string>> = {
  valid: 'Every claim that was checked held in this run.',
  invalid: 'The claim was broken.',
  unknown: 'Nothing was shown, either way.',
  crash: 'The run crashed: it has no verdict.',
  running: 'The run is in progress.',
  unfinished: 'The run was killed before its end: it has no verdict.',
};

export function runPage(card: RunCard, options: RunPageOptions = {}): Markup {
  return html`<header class="verdict ${card.state}">
<p class="name">${visible(titleOf(card), 400)} <span class="quiet">${whenMarkup(card.startedAt)} UTC</span></p>
<h1>${badge(card.state)}</h1>
${tagsMarkup(card.badges)}
<p class="lead" id="live" role="status">${SENTENCE[card.state]} ${visible(options.live ?? card.why ?? '', 2000)}</p>
${termsOf([
  ['Claim', visible(card.claim, 2000)],
  ['Source', visible(card.source, 2000)],
])}
</header>
${actions(card, options)}
${anomalies(card)}
${tableOf({
  caption: 'What was checked',
  head: ['check', 'verdict', 'looked at'],
  rows: card.checks.map(({ name, valid, said }) => [
    name,
    badge(stateOf(valid)),
    visible(said, 2000),
  ]),
})}
<h2>Setting and numbers</h2>
${termsOf(factsOf(card))}
<h2>Files</h2>
<ul class="files">${card.files.map(fileItem)}</ul>
<h2>Again</h2>
<p>Run it again with the same choices of chance:</p>${command(card.again)}
<p>Judge the stored history again, from the folder of this run:</p>${command('npx zoobreak check .')}`;
}

function stateOf(valid: boolean | 'unknown'): RunCard['state'] {
  if (valid === 'unknown') return 'unknown';
  return valid ? 'valid' : 'invalid';
}

function actions({ files }: RunCard, { zip }: RunPageOptions): Markup {
  const has = (path: string): boolean => files.some(file => file.path === path);
  const history = HISTORY_NAMES.find(has);
  return html`<p class="actions">${has('report.html') ? html`<a class="button first" href="report.html">Read the report</a>` : ''}
${history !== undefined ? html`<a class="button" href="${history}" download>Download the history</a>` : html`<span class="quiet">Its history is not kept here; the verdict is.</span>`}
${zip === undefined ? '' : html`<a class="button" href="${zip}" download>Download everything (zip)</a>`}</p>`;
}

function anomalies(card: RunCard): Markup {
  if (card.anomalies.length === 0) return html``;
  return html`<h2>What was seen</h2>${card.anomalies.map(
    ({ type, promised, sentence }) =>
      html`<h3>${visible(sentence, 2000)}</h3>${termsOf([
        ['Promised', visible(promised, 2000)],
        ['Type', visible(type)],
      ])}`,
  )}`;
}

function factsOf(card: RunCard): [string, string][] {
  const { numbers, setting, commit } = card;
  const measured: [string, string][] =
    numbers === undefined
      ? []
      : [
          ['lasted', lastingText(numbers.seconds)],
          ['operations', `${numbers.ok} ok, ${numbers.fail} fail, ${numbers.info} info`],
          ['rate', `${numberText(rateOf(numbers))} ok/s`],
          ['latency', `p50 ${numberText(numbers.p50Ms)} ms, p99 ${numberText(numbers.p99Ms)} ms`],
        ];
  return [
    ...Object.entries(setting),
    ...(commit === undefined ? [] : ([['commit', commit]] satisfies [string, string][])),
    ...measured,
    ...Object.entries(card.facts).filter(([name]) => name !== 'server' && name !== 'commit'),
  ];
}

function fileItem({ path, bytes }: CardFile): Markup {
  const address = path.split('/').map(encodeURIComponent).join('/');
  return html`<li><a href="${address}">${visible(path)}</a> <span class="quiet">${sizeText(bytes)}</span></li>`;
}

function command(text: string): Markup {
  return html`<pre class="scroll" role="region" aria-label="Command" tabindex="0"><code>${visible(text, 4000)}</code></pre>`;
}
