/** Errors by code and node. */
import type { History } from '../history/history.ts';
import { visible } from './visible.ts';

interface ErrorRow {
  /** `CONNECTIONLOSS`, `timeout`, ... */
  readonly name: string;
  readonly total: number;
  /** Counts by node, if the operation had reached one. */
  readonly byNode: ReadonlyMap<string, number>;
  /** How many of them left their operation in doubt. */
  readonly info: number;
  /** The message of the first. */
  readonly example: string;
}

interface Tally {
  total: number;
  info: number;
  readonly example: string;
  readonly byNode: Map<string, number>;
}

/** The most frequent first. */
export function errorRows(history: History): readonly ErrorRow[] {
  const found = new Map<string, Tally>();
  for (const { error, node = '', type } of history.eachOutcome()) {
    if (error === undefined) continue;
    const tally = found.get(error.name) ?? tallyFrom(error.message);
    found.set(error.name, tally);
    tally.total += 1;
    tally.info += type === 'info' ? 1 : 0;
    tally.byNode.set(node, (tally.byNode.get(node) ?? 0) + 1);
  }
  return [...found]
    .map(([name, tally]) => ({ name: visible(name), ...tally }))
    .sort((a, b) => b.total - a.total);
}

function tallyFrom(message = ''): Tally {
  return { total: 0, info: 0, example: visible(message, 120), byNode: new Map() };
}
