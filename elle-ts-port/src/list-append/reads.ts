/** Walking the reads of a history whose lists are known. */
import { type History, OK, READ_LIST } from '../history/history.ts';
import { inScope } from './order.ts';

/** Calls `visit` for every read of a known list by an ok (or: ok or info) transaction. */
export function eachRead(
  history: History,
  who: 'ok' | 'possible',
  visit: (txn: number, mop: number, list: number) => void,
): void {
  for (let txn = 0; txn < history.completed; txn++) {
    const counts = who === 'ok' ? history.type[txn] === OK : inScope(history, txn, 'possible');
    if (!counts) continue;
    const end = history.mopStart[txn + 1] as number;
    for (let mop = history.mopStart[txn] as number; mop < end; mop++) {
      const list = history.mopArgument[mop] as number;
      if (history.mopKind[mop] === READ_LIST && list >= 0) visit(txn, mop, list);
    }
  }
}
