/** The tables of a report: operations by type, errors by code and node, faults, roles. */
import { errorRows } from './error-table.ts';
import { type FaultRow, faultRows } from './faults.ts';
import { html, type Markup, tableOf } from './markup.ts';
import { marksOf, roleSpansOf } from './role-spans.ts';
import { nodesOf, type RunView } from './run-view.ts';
import { statisticsRows } from './table.ts';
import { secondsText, visible } from './visible.ts';

/** Rows of a table beyond this many are counted. */
const MOST_ROWS = 200;

export function tablesMarkup(view: RunView): Markup {
  return html`<section id="tables" aria-labelledby="tables-title">
<h2 id="tables-title">In numbers</h2>
${operationsTable(view)}${errorsTable(view)}${coverageTable(view)}${faultsTable(view)}${rolesTable(view)}${marksTable(view)}
</section>`;
}

function operationsTable({ report }: RunView): Markup {
  const [head = [], ...rows] = statisticsRows(report.statistics).map(row => row.slice(1, 8));
  return tableOf({
    caption: 'Operations by function and outcome; latency of those that were ok',
    head: head.map((cell, at) => (at === 0 ? 'function' : cell)),
    rows,
  });
}

function errorsTable(view: RunView): Markup {
  const nodes = [...nodesOf(view), ''];
  const rows = errorRows(view.history);
  const used = nodes.filter(node => rows.some(({ byNode }) => byNode.has(node)));
  return tableOf({
    caption: 'Errors by code and node',
    head: ['error', 'all', 'in doubt', ...used.map(node => node || 'no node'), 'the first says'],
    rows: rows
      .slice(0, MOST_ROWS)
      .map(({ name, total, info, byNode, example }) => [
        name,
        total,
        info,
        ...used.map(node => byNode.get(node) ?? 0),
        example,
      ]),
  });
}

/** What the run exercised, except faults, which have a separate table. */
function coverageTable({ report: { coverage } }: RunView): Markup {
  const met = Object.entries(coverage).filter(
    ([name]) => !/ (applied|verified|failed)$/.test(name),
  );
  return tableOf({ caption: 'What the run met', head: ['what', 'how often'], rows: met });
}

function faultsTable(view: RunView): Markup {
  const faults = faultRows(view.history);
  const left = faults.length - MOST_ROWS;
  return html`${tableOf({
    caption: `Faults, and what was seen when they were verified${left > 0 ? `; the first ${MOST_ROWS} of ${faults.length}` : ''}`,
    head: ['fault', 'from', 'until', 'on', 'took effect', 'done', 'seen'],
    rows: faults.slice(0, MOST_ROWS).map(faultRow),
  })}`;
}

function faultRow(fault: FaultRow): readonly (string | Markup)[] {
  const { words, fromNs, untilNs, healed, on, verified, did, seen } = fault;
  return [
    visible(words),
    secondsText(fromNs),
    healed ? secondsText(untilNs) : 'the end',
    on,
    verified ? '✓ yes' : '✗ not seen',
    codeMarkup(did),
    codeMarkup(seen),
  ];
}

function codeMarkup(text: string): Markup {
  return text === '' ? html`` : html`<code>${text}</code>`;
}

function rolesTable(view: RunView): Markup {
  const spans = roleSpansOf(view);
  const roles = [...new Set(spans.map(({ role }) => role))].sort();
  return tableOf({
    caption: 'Roles of the nodes: the time they were seen in each',
    head: ['node', ...roles, 'changes'],
    rows: nodesOf(view).map(node => {
      const own = spans.filter(span => span.node === node);
      const spent = (role: string): number =>
        own.filter(span => span.role === role).reduce((sum, s) => sum + s.untilNs - s.fromNs, 0);
      return [node, ...roles.map(role => secondsText(spent(role))), Math.max(0, own.length - 1)];
    }),
  });
}

function marksTable(view: RunView): Markup {
  return tableOf({
    caption: 'Elections and expired sessions',
    head: ['when', 'what', 'in words'],
    rows: marksOf(view)
      .slice(0, MOST_ROWS)
      .map(({ atNs, kind, text }) => [secondsText(atNs), kind, text]),
  });
}
