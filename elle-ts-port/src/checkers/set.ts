/**
 * Set: what was added is there in the end, and nothing else.
 *   add   element
 *   read  ok: [elements]; the last one counts
 * Source: jepsen.checker/set.
 */
import type { Event } from '../history/event.ts';
import { exactly } from '../history/scalars.ts';
import { okReads, operationsOf, type SmallResult, smallResult } from './operations.ts';

export function set(events: Iterable<Event>): SmallResult {
  const operations = operationsOf(events);
  const adds = operations.filter(op => op.f === 'add');
  const last = okReads(operations).at(-1);
  const elements = Array.isArray(last?.result) ? last.result : [];
  const present = new Set(elements.map(identity));
  const asked = new Set(adds.map(add => identity(add.argument)));
  const lost = adds.filter(add => add.type === 'ok' && !present.has(identity(add.argument)));
  const unexpected = elements.filter(element => !asked.has(identity(element)));
  const found = {
    lost: last ? lost.map(add => ({ operations: [add] })) : [],
    unexpected: unexpected.map(element => ({ operations: last ? [last] : [], element })),
  };
  return smallResult(found, { adds: adds.length, elements: present.size }, last !== undefined);
}

/** Equal for equal elements, and only for these. */
export function identity(element: unknown): string {
  return JSON.stringify(element, exactly) ?? 'undefined';
}
