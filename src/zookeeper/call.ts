/** One request in progress: queued, handed to a connection, settled. It settles once, by the first cause. */
import type { NodeName } from '../contract.ts';
import { type ZkError, zkError } from './errors.ts';
import { type ReplyHeader, requestHeader } from './header-records.ts';
import type { JuteReader } from './jute-reader.ts';
import { JuteWriter } from './jute-writer.ts';
import type { Reply } from './outcome.ts';
import type { Request } from './request.ts';
import type { WatchBook } from './watches.ts';

/** The connection that carries or carried a request. */
interface Place {
  readonly node: NodeName;
  readonly session: bigint;
}

/** Who waits for it. */
interface Caller<T> {
  settle(reply: Reply<T>): void;
}

const writer = new JuteWriter();

export class Call<T = unknown> {
  readonly xid: number;
  /** What goes over the wire, with its length in front. */
  readonly frame: Uint8Array;
  readonly #request: Request<T>;
  readonly #caller: Caller<T>;
  #place: Place | undefined;
  #settled = false;

  /** Throws where the request cannot be written: a RangeError or TypeError of its values. */
  constructor(xid: number, request: Request<T>, caller: Caller<T>) {
    this.xid = xid;
    this.#request = request;
    this.#caller = caller;
    writer.clear();
    requestHeader.write(writer, { xid, type: request.opcode });
    request.write(writer);
    this.frame = writer.takeFrame();
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Whether the server may have it. */
  get left(): boolean {
    return this.#place !== undefined;
  }

  /** The bytes are handed to an established session: from now on the server may act on them. */
  leave(place: Place): void {
    this.#place = place;
  }

  /** The server's answer. Also read when it comes too late, for the watches it tells of. */
  answer(header: ReplyHeader, from: JuteReader, book: WatchBook): void {
    const answer = this.#request.read(header.err, from);
    this.#request.watches?.(book, header.err);
    if (this.#place === undefined) return;
    const { node, session } = this.#place;
    const { zxid } = header;
    this.#settle(
      answer.ok
        ? { ok: true, value: answer.value, zxid, node, session }
        : { ...answer, left: true, zxid, node, session },
    );
  }

  /** There will be no answer to wait for. */
  fail(code: number, detail: string): void {
    const error: ZkError = zkError(code, detail);
    this.#settle({ ok: false, error, left: this.left, ...this.#place });
  }

  #settle(reply: Reply<T>): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#caller.settle(reply);
  }
}
