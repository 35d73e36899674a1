/** What the operations of a register see and make. */
import { canonical } from '../../model/canonical.ts';
import type { Call } from '../../model/model.ts';

export type Value = string | number;

/** Returns the value that the operation takes the register to hold, if any. */
export function seenBy(op: Call, initial: unknown): Value | undefined {
  if (op.f === 'write') return undefined;
  if (op.f !== 'read') return partOf(op, 0);
  if (op.type !== 'ok' || (op.output === null && initial !== null)) return undefined;
  return canonical(op.output);
}

/** Returns the value that the operation leaves where there was another, if any. */
export function madeBy(op: Call): Value | undefined {
  if (op.f === 'read') return undefined;
  if (op.f === 'write') return canonical(op.input);
  const made = partOf(op, 1);
  return made === partOf(op, 0) ? undefined : made;
}

function partOf({ input }: Call, at: number): Value {
  return canonical(Array.isArray(input) ? input[at] : undefined);
}
