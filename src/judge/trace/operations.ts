/** Which operation of the history a record of the trace belongs to. */
import type { History } from '../../history/history.ts';
import { lowerBound } from '../../lower-bound.ts';
import type { OperationAt } from './records.ts';

/** Finds the invocation that a process had open at a time: the latest that is not later. */
export function operationFinder(history: History): OperationAt {
  const invocations = new Map<number, { readonly times: number[]; readonly indices: number[] }>();
  for (let at = 0; at < history.length; at++) {
    const { type, process, time, index } = history.event(at);
    if (type !== 'invoke' || process === 'nemesis') continue;
    const known = invocations.get(process) ?? { times: [], indices: [] };
    invocations.set(process, known);
    known.times.push(time);
    known.indices.push(index);
  }
  return (process, timeNs) => {
    if (process === 'setup') return undefined;
    const known = invocations.get(process);
    return known?.indices[lowerBound(known.times, time => time > timeNs) - 1];
  };
}
