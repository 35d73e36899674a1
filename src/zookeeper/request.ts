/** Something to ask of a server: a body to write, and what its answer means. */
import type { Codec } from './codec.ts';
import { type ZkError, zkError } from './errors.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import type { MultiResult } from './multi.ts';
import type { WatchBook, WatchKind } from './watches.ts';

/** A server's answer without the facts of its connection. */
type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ZkError; readonly parts?: readonly MultiResult[] };

export interface Request<T> {
  readonly opcode: number;
  write(to: JuteWriter): void;
  /** Reads what follows a reply's header; `err` is the header's. Throws a ProtocolError where the bytes do not fit. */
  read(err: number, from: JuteReader): Answer<T>;
  /** What the answer changes in the watches that the session has. */
  watches?(book: WatchBook, err: number): void;
}

/** The usual request: a record out, a record in, an error code for everything else. */
export function ask<B, R>(
  opcode: number,
  [codec, body]: readonly [Codec<B>, B],
  reply: Codec<R>,
): Request<R> {
  return {
    opcode,
    write: to => codec.write(to, body),
    read(err, from) {
      if (err !== 0) return { ok: false, error: zkError(err) };
      return { ok: true, value: reply.read(from) };
    },
  };
}

/** The same request, of whose answer only a part is of interest, or in another form. */
export function mapped<R, T>(request: Request<R>, value: (reply: R) => T): Request<T> {
  return {
    ...request,
    read(err, from) {
      const answer = request.read(err, from);
      return answer.ok ? { ok: true, value: value(answer.value) } : answer;
    },
  };
}

/** Adds a watch to a request, noted once the server has taken it. */
export function watching<T>(request: Request<T>, kind: WatchKind, path: string): Request<T> {
  return {
    ...request,
    watches(book, err) {
      if (err === 0) book.add(kind, path);
    },
  };
}
