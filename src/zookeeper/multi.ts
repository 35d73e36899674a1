/** Several operations as one: all take effect, or none. And several reads in one request. */
import { type CreateOptions, createPart } from './create.ts';
import type { Stat } from './data-records.ts';
import { type ZkError, zkError } from './errors.ts';
import type { RequestPart, ResponsePart } from './multi-records.ts';
import { opcodes } from './opcodes.ts';

/** A part of a multi. A version of -1, the default, is any. */
export type MultiOp =
  | {
      readonly op: 'create';
      readonly path: string;
      readonly data: Uint8Array;
      readonly options?: CreateOptions;
    }
  | { readonly op: 'delete'; readonly path: string; readonly version?: number }
  | {
      readonly op: 'setData';
      readonly path: string;
      readonly data: Uint8Array;
      readonly version?: number;
    }
  | { readonly op: 'check'; readonly path: string; readonly version: number };

/** A part of a multiRead. */
export interface MultiReadOp {
  readonly op: 'getData' | 'getChildren';
  readonly path: string;
}

/** What became of a part. In a refused multi all are errors: `OK` before the one at fault, `RUNTIMEINCONSISTENCY` after it. */
export type MultiResult =
  | { readonly ok: true; readonly op: 'create'; readonly path: string; readonly stat?: Stat }
  | { readonly ok: true; readonly op: 'delete' | 'check' }
  | { readonly ok: true; readonly op: 'setData'; readonly stat: Stat }
  | { readonly ok: true; readonly op: 'getData'; readonly data: Uint8Array; readonly stat: Stat }
  | { readonly ok: true; readonly op: 'getChildren'; readonly children: readonly string[] }
  | { readonly ok: false; readonly error: ZkError };

export function requestPart(part: MultiOp | MultiReadOp): RequestPart {
  const { path } = part;
  switch (part.op) {
    case 'create':
      return createPart(path, part.data, part.options ?? {});
    case 'delete':
      return { type: opcodes.delete, body: { path, version: part.version ?? -1 } };
    case 'setData':
      return {
        type: opcodes.setData,
        body: { path, data: part.data, version: part.version ?? -1 },
      };
    case 'check':
      return { type: opcodes.check, body: { path, version: part.version } };
    case 'getData':
    case 'getChildren':
      return { type: opcodes[part.op], body: { path, watch: false } };
  }
}

export function multiResult(part: ResponsePart): MultiResult {
  switch (part.type) {
    case opcodes.create:
    case opcodes.create2:
      return { ok: true, op: 'create', ...part.body };
    case opcodes.delete:
      return { ok: true, op: 'delete' };
    case opcodes.check:
      return { ok: true, op: 'check' };
    case opcodes.setData:
      return { ok: true, op: 'setData', ...part.body };
    case opcodes.getData:
      return { ok: true, op: 'getData', ...part.body };
    case opcodes.getChildren:
      return { ok: true, op: 'getChildren', ...part.body };
    case opcodes.error:
      return { ok: false, error: zkError(part.body.err) };
  }
}

/** Why the server refused a multi: the error of the part at fault. It answered, so nothing was done. */
export function refusal(results: readonly MultiResult[]): ZkError | undefined {
  const at = results.findIndex(result => !result.ok && isCause(result.error));
  const result = results[at];
  if (result === undefined || result.ok) return undefined;
  const { error } = result;
  return { ...error, definite: true, message: `part ${at} of the multi: ${error.message}` };
}

/** Errors that only tell that another part failed. */
const consequences: ReadonlySet<string> = new Set(['OK', 'RUNTIMEINCONSISTENCY']);
const isCause = (error: ZkError): boolean => !consequences.has(error.name);
