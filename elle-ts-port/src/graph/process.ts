/** Process order: each process's committed transactions, one after the other. */
import { type History, OK } from '../history/history.ts';
import type { Edges } from './graph.ts';
import { PROCESS } from './relation.ts';

/** Links consecutive ok completions of each process. */
export function addProcessOrder(history: History, edges: Edges): void {
  const last = new Map<number, number>();
  for (let txn = 0; txn < history.completed; txn++) {
    if (history.type[txn] !== OK) continue;
    const process = history.process[txn] as number;
    const before = last.get(process);
    if (before !== undefined) edges.add(before, txn, PROCESS);
    last.set(process, txn);
  }
}
