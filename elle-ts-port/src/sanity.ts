/** What a history must be like for its verdict to mean anything. */
import { type History, keyOf, OK, WRITE } from './history/history.ts';
import { shown } from './history/shown.ts';
import { touchesOf } from './rw-register/externals.ts';

/** Why a history can not be judged. */
export interface Unsound {
  readonly type: 'unexpected-txn-micro-op-types' | 'duplicate-appends' | 'duplicate-writes';
  readonly message: string;
  /** At most 8. */
  readonly examples: readonly unknown[];
}

const MAX_EXAMPLES = 8;

/** Undefined where all is well. */
export function unsound(history: History): Unsound | undefined {
  const duplicates = history.workload === 'list-append' ? duplicateAppends : ambiguousReads;
  return unexpectedMops(history) ?? duplicates(history);
}

function unexpectedMops(history: History): Unsound | undefined {
  if (history.unexpected.length === 0) return undefined;
  const expected =
    history.workload === 'list-append'
      ? '["append", k, v] and ["r", k, [..]]'
      : '["w", k, v] and ["r", k, v]';
  const [first] = history.unexpected;
  return {
    type: 'unexpected-txn-micro-op-types',
    message: `expected only ${expected} in a ${history.workload} history, found ${shown(first?.mop)} at index ${first?.index}; is this the right workload?`,
    examples: history.unexpected,
  };
}

/** The same element appended twice to a key: by invocations, or where there are none by completions. */
function duplicateAppends(history: History): Unsound | undefined {
  const counts = history.hasInvocations
    ? (element: number): number => history.elements.invocationsOf(element)
    : appendsByCompletions(history);
  const examples: { key: unknown; element: unknown; count: number }[] = [];
  for (
    let element = 0;
    element < history.elements.size && examples.length < MAX_EXAMPLES;
    element++
  ) {
    const count = counts(element);
    if (count < 2) continue;
    const key = history.keys.values[history.elements.keyOf(element)];
    examples.push({ key, element: history.elements.valueOf(element), count });
  }
  const [first] = examples;
  if (!first) return undefined;
  return {
    type: 'duplicate-appends',
    message: `expected each element to be appended to a key once, found ${shown(first.element)} appended ${first.count} times to key ${shown(first.key)}; make appends unique`,
    examples,
  };
}

function appendsByCompletions(history: History): (element: number) => number {
  const counts = new Int32Array(history.elements.size);
  history.mopKind.forEach((kind, mop) => {
    const element = history.mopArgument[mop] as number;
    if (kind === WRITE) counts[element] = (counts[element] as number) + 1;
  });
  return element => counts[element] as number;
}

/** A register's value that was read, and that several ok transactions left behind. */
function ambiguousReads(history: History): Unsound | undefined {
  const touches = touchesOf(history).filter(touch => history.type[touch.txn] === OK);
  const writers = new Int32Array(history.elements.size);
  for (const { write } of touches) {
    if (write >= 0 && write < writers.length) writers[write] = (writers[write] as number) + 1;
  }
  const read = new Set(touches.map(touch => touch.read));
  const several = [...read].filter(version => (writers[version] ?? 0) > 1);
  const examples = several.slice(0, MAX_EXAMPLES).map(element => ({
    key: keyOf(history, history.elements.keyOf(element)),
    value: history.elements.valueOf(element),
    count: writers[element],
  }));
  const [first] = examples;
  if (!first) return undefined;
  return {
    type: 'duplicate-writes',
    message: `expected each value to be written to a key once, found ${shown(first.value)}, which was read, written by ${first.count} transactions to key ${shown(first.key)}; make written values unique`,
    examples,
  };
}
