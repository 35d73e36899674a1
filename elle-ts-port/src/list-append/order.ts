/**
 * The version order of each key: its longest list read, each element once. Reads that contradict
 * it are reported elsewhere (incompatible-order); here the longest wins, and of equals the first.
 */
import { FAIL, type History, OPEN, READ_LIST, WRITE } from '../history/history.ts';

/** No version: what an initial version has before it. */
export const INIT = -1;
/** What an element has before it that is in no order. */
const UNORDERED = -2;

export interface VersionOrder {
  /** Element -> the element before it, INIT, or UNORDERED. */
  readonly previous: Int32Array;
  /** Key -> the last element of its order, or INIT. */
  readonly tail: Int32Array;
  /** Key -> its longest list read, or -1. */
  readonly longest: Int32Array;
}

/** Which transactions count: ok and info, or failed ones too. */
type Scope = 'possible' | 'completed';

export function inScope(history: History, txn: number, scope: Scope): boolean {
  const type = history.type[txn];
  return type !== OPEN && (scope === 'completed' || type !== FAIL);
}

export function versionOrder(history: History, scope: Scope): VersionOrder {
  const keys = history.keys.values.length;
  const order = {
    previous: new Int32Array(history.elements.size).fill(UNORDERED),
    tail: new Int32Array(keys).fill(INIT),
    longest: new Int32Array(keys).fill(-1),
  };
  const onlyAppend = new Int32Array(keys).fill(NO_APPEND);
  for (let txn = 0; txn < history.completed; txn++) {
    if (inScope(history, txn, scope)) observe(history, txn, order.longest, onlyAppend);
  }
  for (let key = 0; key < keys; key++) {
    const longest = order.longest[key] as number;
    if (longest >= 0) follow(history.lists.elementsOf(longest), key, order);
    else if ((onlyAppend[key] as number) >= 0) follow([onlyAppend[key] as number], key, order);
  }
  return order;
}

const NO_APPEND = -1;
const SEVERAL = -2;

/** Notes the longest non-empty list of each key, and the element of a key appended to once. */
function observe(history: History, txn: number, longest: Int32Array, onlyAppend: Int32Array): void {
  const { mopKind, mopKey, mopArgument, lists } = history;
  const end = history.mopStart[txn + 1] as number;
  for (let mop = history.mopStart[txn] as number; mop < end; mop++) {
    const key = mopKey[mop] as number;
    const argument = mopArgument[mop] as number;
    if (mopKind[mop] === WRITE) {
      onlyAppend[key] = onlyAppend[key] === NO_APPEND ? argument : SEVERAL;
    } else if (mopKind[mop] === READ_LIST && argument >= 0) {
      const best = longest[key] as number;
      if (lists.lengthOf(argument) > (best < 0 ? 0 : lists.lengthOf(best))) longest[key] = argument;
    }
  }
}

function follow(elements: Iterable<number>, key: number, order: VersionOrder): void {
  let last = INIT;
  for (const element of elements) {
    if (order.previous[element] !== UNORDERED) continue;
    order.previous[element] = last;
    last = element;
  }
  order.tail[key] = last;
}

/** The version that an append of the element follows: an element or INIT. */
export function versionBefore(history: History, order: VersionOrder, element: number): number {
  const previous = order.previous[element] as number;
  return previous === UNORDERED
    ? (order.tail[history.elements.keyOf(element)] as number)
    : previous;
}
