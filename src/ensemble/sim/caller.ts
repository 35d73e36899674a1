/** A server's end of one client connection: bytes into frames, a session's requests in a line, and answers
 * in the order of the requests, however long one of them has to wait for the quorum. */
import type { Id } from '../../zookeeper/data-records.ts';
import { FrameSplitter } from '../../zookeeper/frames.ts';
import { replyHeader, watcherEvent } from '../../zookeeper/header-records.ts';
import { JuteWriter } from '../../zookeeper/jute-writer.ts';
import { xids } from '../../zookeeper/opcodes.ts';
import { ProtocolError } from '../../zookeeper/protocol-error.ts';
import { permission, permits } from './acl.ts';
import type { FiredEvent, Watcher } from './change.ts';
import type { Reply } from './reply.ts';
import type { Rules } from './rules.ts';
import type { End } from './stream.ts';

/** A request larger than this ends the connection. Source: jute.maxbuffer. */
const MAX_REQUEST_BYTES = 0xf_ff_ff;
/** The state of a watch event: the session is connected. Source: Watcher.Event.KeeperState. */
const SYNC_CONNECTED = 3;

type CallerRules = Pick<Rules, 'nextAnswer' | 'checksAcl' | 'idsWith' | 'hidesEvents'>;

/** The writer of all frames to all clients. */
const writer = new JuteWriter();

/** A request in the line. */
interface Waiting {
  readonly xid: number;
  /** Whether it can be answered now. */
  isReady(): boolean;
  answer(): { readonly reply: Reply; readonly zxid: number };
}

interface CallerEvents {
  readonly frame: (frame: Uint8Array) => void;
  /** Four letters instead of a session. */
  readonly word: (word: string) => void;
  /** Called once, for any cause of the close. */
  readonly closed: () => void;
}

export class Caller implements Watcher {
  readonly #end: End<Uint8Array, Uint8Array>;
  readonly #line: Waiting[] = [];
  readonly #onClosed: () => void;
  readonly #rules: CallerRules;
  /** The client's session; 0 until the client requests one. */
  session = 0n;
  established = false;
  #ids: readonly Id[] = [{ scheme: 'ip', id: '127.0.0.1' }];
  /** Whether either side has closed the connection. */
  closed = false;

  constructor(end: End<Uint8Array, Uint8Array>, onBytes: CallerEvents, rules: CallerRules) {
    this.#end = end;
    this.#rules = rules;
    this.#onClosed = onBytes.closed;
    const frames = new FrameSplitter(frame => {
      if (frame.length > MAX_REQUEST_BYTES) this.close();
      if (!this.closed) onBytes.frame(frame);
    });
    end.onMessage = bytes => {
      if (this.session === 0n && isWord(bytes)) return onBytes.word(textOf(bytes));
      this.#guard(() => frames.push(bytes));
    };
    end.onClose = () => this.close();
  }

  /** Who the client has shown to be: its address first. */
  get ids(): readonly Id[] {
    return this.#ids;
  }

  /** An id that is there already is not added again. */
  identify({ scheme, id }: Id): void {
    const isKnown = this.#ids.some(held => held.scheme === scheme && held.id === id);
    if (!isKnown) this.#ids = this.#rules.idsWith(this.#ids, { scheme, id });
  }

  /** Bytes as they are. */
  send(bytes: Uint8Array): void {
    this.#end.send(bytes);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#end.close();
    this.#onClosed();
  }

  enqueue(waiting: Waiting): void {
    this.#line.push(waiting);
    this.advance();
  }

  /** Answers what can be answered, up to the first request that must wait. */
  advance(): void {
    const { nextAnswer } = this.#rules;
    for (let at = nextAnswer(this.#line); at >= 0; at = nextAnswer(this.#line))
      for (const waiting of this.#line.splice(at, 1)) {
        const { reply, zxid } = waiting.answer();
        this.reply(waiting.xid, reply, zxid);
      }
  }

  reply(xid: number, { err, body }: Reply, zxid: number): void {
    replyHeader.write(writer, { xid, zxid: BigInt(zxid), err });
    body(writer);
    this.send(writer.takeFrame());
  }

  fire({ type, path, zxid, acl }: FiredEvent): void {
    const isHidden = acl !== undefined && !permits(acl, permission.read, this.ids);
    if (isHidden && this.#rules.checksAcl && this.#rules.hidesEvents) return;
    replyHeader.write(writer, { xid: xids.notification, zxid: BigInt(zxid), err: 0 });
    watcherEvent.write(writer, { type, state: SYNC_CONNECTED, path });
    this.send(writer.takeFrame());
  }

  /** A client that breaks the protocol is hung up on. */
  #guard(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.close();
    }
  }
}

/** Four letters instead of a frame: read as a length they would be far too long. */
function isWord(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && /^[a-z]{4}/.test(textOf(bytes));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, 4).toString('latin1');
}
