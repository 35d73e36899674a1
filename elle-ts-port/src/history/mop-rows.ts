/** The micro-operations of one event as numbers, on their way into a history's columns. */
import type { Unexpected } from './history.ts';
import { NIL, READ_LIST, READ_VALUE, WRITE } from './history.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Columns as in a history; reused from event to event. A list-append read of `null` is NIL here: what
 * it means depends on the event's type.
 */
export class MopRows {
  readonly kind: number[] = [];
  readonly key: number[] = [];
  readonly argument: number[] = [];
  length = 0;

  clear(): void {
    this.length = 0;
  }

  add(kind: number, key: number, argument: number): void {
    this.kind[this.length] = kind;
    this.key[this.length] = key;
    this.argument[this.length] = argument;
    this.length++;
  }

  copyFrom(other: MopRows): void {
    this.clear();
    for (let i = 0; i < other.length; i++) {
      this.add(other.kind[i] ?? WRITE, other.key[i] ?? 0, other.argument[i] ?? NIL);
    }
  }
}

/**
 * Translates an event's value: an array of micro-operations, or nothing for an empty transaction.
 * What the workload does not have goes to `reject`.
 */
export function addMops(
  value: unknown,
  words: Vocabulary,
  rows: MopRows,
  reject: (mop: Unexpected['mop']) => void,
): void {
  if (value === null || value === undefined) return;
  for (const mop of Array.isArray(value) ? value : [value]) {
    if (!addMop(mop, words, rows)) reject(mop);
  }
}

function addMop(mop: unknown, words: Vocabulary, rows: MopRows): boolean {
  if (!Array.isArray(mop) || mop.length < 2) return false;
  const [f, rawKey, value] = mop;
  const isNil = value === null || value === undefined;
  const isRegister = words.workload === 'rw-register';
  if (f !== words.writeName && f !== 'r') return false;
  if (f === 'r' && !isRegister && !isNil && !Array.isArray(value)) return false;
  const key = words.keys.intern(rawKey);
  const element = (): number => words.elements.intern(key, words.elements.codeOf(value));
  if (f !== 'r') rows.add(WRITE, key, isRegister && isNil ? NIL : element());
  else if (isRegister) rows.add(READ_VALUE, key, isNil ? NIL : element());
  else rows.add(READ_LIST, key, isNil ? NIL : words.lists.intern(key, value));
  return true;
}
