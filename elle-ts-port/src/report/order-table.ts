/** All committed reads of one key as a table, so that one sees where they part. */
import { type History, keyOf, OK, opOf, READ_LIST } from '../history/history.ts';
import { shown } from '../history/shown.ts';
import { escaped } from './markup.ts';

const STYLE =
  'body{font:13px sans-serif}table{border-collapse:collapse}td,th{padding:1px 5px;border:1px solid #ddd;text-align:left}';
const HUES = 360;

/** The read lists of a key, as an HTML page. Cells that differ from the longest read are tinted. */
export function orderTable(history: History, key: number): string {
  const reads = readsOf(history, key);
  const longest = reads.reduce<readonly unknown[]>(
    (best, read) => (read.list.length > best.length ? read.list : best),
    [],
  );
  const name = escaped(shown(keyOf(history, key)));
  return [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Reads of ${name}</title><style>${STYLE}</style>`,
    `<h1>All committed reads of ${name}</h1>`,
    '<table><tr><th>index<th>time (s)<th>process<th>f<th>elements',
    ...reads.map(({ txn, list }) => rowOf(history, txn, list, longest)),
    '</table></html>',
    '',
  ].join('\n');
}

function readsOf(history: History, key: number): { txn: number; list: unknown[] }[] {
  const reads: { txn: number; list: unknown[] }[] = [];
  for (let txn = 0; txn < history.completed; txn++) {
    if (history.type[txn] !== OK) continue;
    const end = history.mopStart[txn + 1] as number;
    for (let mop = history.mopStart[txn] as number; mop < end; mop++) {
      if (history.mopKey[mop] !== key || history.mopKind[mop] !== READ_LIST) continue;
      reads.push({ txn, list: history.lists.valuesOf(history.mopArgument[mop] as number) });
    }
  }
  return reads;
}

function rowOf(
  history: History,
  txn: number,
  list: readonly unknown[],
  longest: readonly unknown[],
): string {
  const op = opOf(history, txn);
  const seconds = op.time < 0 ? '' : (op.time / 1e9).toFixed(3);
  const cells = list.map((element, i) => {
    const tint = Object.is(element, longest[i]) ? '' : ` style="background:${tintOf(element)}"`;
    return `<td${tint}>${escaped(shown(element))}`;
  });
  return `<tr><td>${op.index}<td>${seconds}<td>${op.process}<td>${escaped(shown(op.f))}${cells.join('')}`;
}

/** The same colour for the same element. */
function tintOf(element: unknown): string {
  let hash = 7;
  for (const character of shown(element)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return `hsl(${(hash >>> 0) % HUES} 80% 80%)`;
}
