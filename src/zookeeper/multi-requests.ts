/** Requests of several parts, as values. */
import { zkError } from './errors.ts';
import {
  type MultiOp,
  type MultiReadOp,
  type MultiResult,
  multiResult,
  refusal,
  requestPart,
} from './multi.ts';
import { multiRequest, multiResponse } from './multi-records.ts';
import { opcodes } from './opcodes.ts';
import { ask, mapped, type Request } from './request.ts';

/** A refused multi has its results after a header without an error, or none after one with an error. */
export function multi(ops: readonly MultiOp[]): Request<readonly MultiResult[]> {
  const request = multiRead(opcodes.multi, ops);
  return {
    ...request,
    read(err, from) {
      if (from.left === 0 && err !== 0) return { ok: false, error: zkError(err) };
      const parts = multiResponse.read(from).map(multiResult);
      const error = refusal(parts) ?? (err === 0 ? undefined : zkError(err));
      return error === undefined ? { ok: true, value: parts } : { ok: false, error, parts };
    },
  };
}

/** Each part has its own result: an error of one leaves the others alone. */
export const multiRead = (
  opcode: number,
  ops: readonly (MultiOp | MultiReadOp)[],
): Request<readonly MultiResult[]> =>
  mapped(ask(opcode, [multiRequest, ops.map(requestPart)], multiResponse), parts =>
    parts.map(multiResult),
  );
