/** multi: all parts or none. Sources: PrepRequestProcessor.pRequestHelper, DataTree.processTxn. */
import { code } from '../codes.ts';
import type {
  MultiRequest,
  SetAclRequest,
  TracePart,
  TraceRequest,
  TraceResult,
} from '../trace.ts';
import { type Context, revert } from './context.ts';
import { perform, refusal, type SimpleWrite } from './writes.ts';

export type WriteRequest = SimpleWrite | MultiRequest;
export type { SetAclRequest };

export function isWrite(request: TraceRequest): request is WriteRequest {
  switch (request.f) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
    case 'delete':
    case 'setData':
    case 'setACL':
    case 'check':
    case 'multi':
      return true;
    default:
      return false;
  }
}

/** What the model says of one request: the error of the header, and the fields of the body. */
export interface Answer {
  readonly err: number;
  readonly result: TraceResult;
}

/** Decides a write and applies it unless it is refused. */
export function write(context: Context, request: WriteRequest): Answer {
  if (request.f === 'multi') return multi(context, request);
  const err = refusal(context, request);
  return { err, result: err === code.ok ? perform(context, request) : {} };
}

/** Each part sees what the parts before it did; the first refusal reverts them all. The header says OK
 * either way, and the parts say why. */
function multi(context: Context, { parts }: MultiRequest): Answer {
  const answers: TracePart[] = [];
  for (const [at, part] of parts.entries()) {
    const err = refusal(context, part);
    if (err !== code.ok) {
      revert(context);
      return { err: code.ok, result: { parts: refusedParts(parts.length, at, err) } };
    }
    answers.push({ err, ...perform(context, part) });
  }
  return { err: code.ok, result: { parts: answers } };
}

/** OK for the parts that were undone, the error, and RUNTIMEINCONSISTENCY for the parts after it. */
function refusedParts(length: number, culprit: number, err: number): readonly TracePart[] {
  return Array.from({ length }, (_, at) => {
    if (at === culprit) return { err };
    return { err: at < culprit ? code.ok : code.runtimeInconsistency };
  });
}

/** Returns the error of a refused multi, or the error of any other answer. */
export function effectiveError(err: number, result: TraceResult | undefined): number {
  if (err !== code.ok || result?.parts === undefined) return err;
  return result.parts.find(part => part.err !== code.ok)?.err ?? code.ok;
}
