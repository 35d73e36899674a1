/** What a history must be like for its verdict to mean anything. */
import { type History, WRITE } from './history/history.ts';

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
  return (
    unexpectedMops(history) ??
    (history.workload === 'list-append' ? duplicateAppends(history) : undefined)
  );
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
    message: `expected only ${expected} in a ${history.workload} history, found ${JSON.stringify(first?.mop)} at index ${first?.index}; is this the right workload?`,
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
    message: `expected each element to be appended to a key once, found ${JSON.stringify(first.element)} appended ${first.count} times to key ${JSON.stringify(first.key)}; make appends unique`,
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
