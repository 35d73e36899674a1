/** A register of one value, with or without compare-and-set.
 *   read    ok: the value; null where null was never a value: nothing is known
 *   write   value
 *   cas     value [old, next]   possible only when the value is `old` */

import { HistoryError } from '../history/history-error.ts';
import { jsonText } from '../json.ts';
import { canonical } from './canonical.ts';
import { type Call, type Model, UnknownOperation } from './model.ts';

/** `register`: reads and writes. */
export function register(initial: unknown): Model<unknown> {
  return {
    name: 'register',
    object: 'register',
    init: initial,
    step: (state, op) => {
      if (op.f === 'write') return op.input;
      if (op.f === 'read') return canRead(initial, state, op) ? state : undefined;
      throw new UnknownOperation('register', ['read', 'write'], op);
    },
    key: canonical,
    describeOperation: op =>
      op.f === 'read'
        ? `returned ${jsonText(op.output)}`
        : `acknowledged ${op.f} ${jsonText(op.input)}`,
    alike: op => `${op.f} ${canonical(op.f === 'read' ? op.output : op.input)}`,
    isRead: op => op.f === 'read',
    overwrites: op => op.f === 'write',
  };
}

/** `cas-register`: reads, writes and compare-and-sets. */
export function casRegister(initial: unknown): Model<unknown> {
  const plain = register(initial);
  return {
    ...plain,
    name: 'cas-register',
    step: (state, op) => {
      if (op.f !== 'cas') return plain.step(state, op);
      const [old, next] = pairOf(op);
      return same(state, old) ? next : undefined;
    },
    isRead: op => op.f === 'read' || (op.f === 'cas' && same(...pairOf(op))),
  };
}

/** Where the register may hold null, null was read; elsewhere it says that nothing was seen. */
function canRead(initial: unknown, state: unknown, op: Call): boolean {
  return op.type !== 'ok' || (op.output === null && initial !== null) || same(state, op.output);
}

function pairOf(op: Call): [unknown, unknown] {
  if (Array.isArray(op.input) && op.input.length === 2) return [op.input[0], op.input[1]];
  throw new HistoryError(
    `cas-register: expected a pair [old, next] as the value of cas, found ${jsonText(op.input)}`,
  );
}

function same(one: unknown, other: unknown): boolean {
  return one === other || canonical(one) === canonical(other);
}
