/** trace.bin as records of the API: bytes in, requests, replies and events out, in the order in which the clients
 *  sent and received them. Decoding is apart from the clients' own, which a trace is also evidence about. */
import type {
  OpenedRecord,
  SentRecord,
  TraceRecord,
  TraceRequest,
  WatchEventName,
} from '../../checker/replay/trace.ts';
import { HistoryError } from '../../history/history-error.ts';
import { GAVE_UP, HUNG_UP, type TraceOpening, type TracePiece } from '../../store/trace-file.ts';
import { connectRequest, connectResponse } from '../../zookeeper/connect-records.ts';
import { FrameSplitter } from '../../zookeeper/frames.ts';
import { watcherEvent } from '../../zookeeper/header-records.ts';
import { JuteReader } from '../../zookeeper/jute-reader.ts';
import { xids } from '../../zookeeper/opcodes.ts';
import { watchEventTypes } from '../../zookeeper/watches.ts';
import { passwordDigest } from './data.ts';
import { resultOf } from './replies.ts';
import { requestOf } from './requests.ts';
import { SharedParts } from './shared.ts';

/** The index of the history event that a record of a process at a time belongs to. */
export type OperationAt = (process: number | 'setup', timeNs: number) => number | undefined;

/** Yields the records of a trace.
 * @throws ProtocolError where bytes are no frames of the protocol, HistoryError where a piece is none. */
export function* recordsOf(
  pieces: Iterable<TracePiece>,
  operationAt: OperationAt,
): Generator<TraceRecord> {
  const connections = new Map<number, TracedConnection>();
  const shared = new SharedParts();
  const opened = new Set<number>();
  for (const piece of pieces) {
    if (piece.kind === 'origin') continue;
    if (piece.kind === 'opened') {
      const opening = openingOf(piece.content.toString());
      connections.set(piece.connection, new TracedConnection(opening, operationAt, shared));
      if (!opened.has(opening.session)) yield openedRecord(opening, piece.timeNs);
      opened.add(opening.session);
      continue;
    }
    const connection = connections.get(piece.connection);
    if (connection === undefined) continue;
    for (const record of connection.take(piece)) yield record;
    if (piece.kind === 'closed') connections.delete(piece.connection);
  }
}

/** @throws HistoryError where the text does not say who dialled. */
function openingOf(text: string): TraceOpening {
  const found = parsed(text);
  if (isOpening(found)) return found;
  throw new HistoryError(`expected who opened a connection, found ${text.slice(0, 80)}`);
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOpening(found: unknown): found is TraceOpening {
  if (typeof found !== 'object' || found === null) return false;
  const { session, process, node, timeoutMs }: Partial<Record<keyof TraceOpening, unknown>> = found;
  const isText = typeof node === 'string' && (process === 'setup' || Number.isInteger(process));
  return isText && Number.isInteger(session) && Number.isInteger(timeoutMs);
}

function openedRecord({ session, process, timeoutMs }: TraceOpening, time: number): OpenedRecord {
  return { kind: 'opened', time, client: session, process, timeoutMs };
}

/** What a connect request asks for; `session` and `offered` if it is for an existing session. */
interface Asked {
  readonly askedAt: number;
  readonly lastZxidSeen: number;
  readonly session?: bigint;
  readonly offered?: string;
}

interface Facts {
  readonly time: number;
  readonly client: number;
  readonly operation: number | undefined;
}

/** The header of a reply. */
interface Header {
  readonly xid: number;
  readonly zxid: number;
  readonly err: number;
}

/** One connection: what each frame is depends on those before it. */
class TracedConnection {
  readonly #opening: TraceOpening;
  readonly #operationAt: OperationAt;
  readonly #shared: SharedParts;
  readonly #outgoing: FrameSplitter;
  readonly #incoming: FrameSplitter;
  /** Requests without a reply, in the order they were sent: replies say nothing about what they answer. */
  readonly #waiting: SentRecord[] = [];
  #asked: Asked | undefined;
  #isAnswered = false;
  #isConnected = false;
  #facts: Facts = { time: 0, client: 0, operation: undefined };
  #records: TraceRecord[] = [];

  constructor(opening: TraceOpening, operationAt: OperationAt, shared: SharedParts) {
    this.#shared = shared;
    this.#opening = opening;
    this.#operationAt = operationAt;
    this.#outgoing = new FrameSplitter(frame => this.#sent(frame));
    this.#incoming = new FrameSplitter(frame => this.#received(frame));
  }

  /** Returns the records that end in this piece. */
  take({ kind, timeNs, content }: TracePiece): readonly TraceRecord[] {
    this.#records = [];
    this.#facts = this.#factsAt(timeNs);
    if (kind === 'sent') this.#outgoing.push(content);
    else if (kind === 'received') this.#incoming.push(content);
    else this.#closed(content.toString());
    return this.#records;
  }

  #closed(why: string): void {
    if (this.#isConnected) this.#records.push({ kind: 'disconnected', ...this.#facts });
    if (this.#isAnswered || this.#asked === undefined) return;
    const { session, offered, askedAt } = this.#asked;
    const { node } = this.#opening;
    if (why === GAVE_UP) this.#records.push({ kind: 'unserved', ...this.#facts, node, askedAt });
    if (why === HUNG_UP && session !== undefined && offered !== undefined)
      this.#records.push({ kind: 'unresumed', ...this.#facts, node, session, offered });
  }

  #factsAt(timeNs: number): Facts {
    const { session: client, process } = this.#opening;
    return { time: timeNs, client, operation: this.#operationAt(process, timeNs) };
  }

  #sent(frame: Uint8Array): void {
    if (this.#asked === undefined) {
      this.#asked = askedIn(frame, this.#facts.time);
      return;
    }
    const from = new JuteReader(frame, 'a request');
    const { time, client, operation } = this.#facts;
    const xid = from.int();
    const request = requestOf(from.int(), from, this.#shared);
    const record: SentRecord = { kind: 'sent', time, client, operation, xid, request };
    this.#waiting.push(record);
    this.#records.push(record);
  }

  #received(frame: Uint8Array): void {
    if (this.#asked === undefined) return;
    if (!this.#isConnected) {
      this.#connected(frame, this.#asked);
      return;
    }
    const from = new JuteReader(frame, 'a reply');
    const header = { xid: from.int(), zxid: from.longAsNumber(), err: from.int() };
    if (header.xid === xids.notification) this.#event(from, header.zxid);
    else this.#reply(header, from);
  }

  #connected(frame: Uint8Array, { lastZxidSeen, askedAt, ...existing }: Asked): void {
    const response = connectResponse.read(new JuteReader(frame, 'a connect response'));
    this.#isAnswered = true;
    if (response.timeOut <= 0) {
      const { node } = this.#opening;
      this.#records.push({ kind: 'expired', ...this.#facts, node, ...existing });
      return;
    }
    this.#isConnected = true;
    this.#records.push({
      ...{ kind: 'connected', ...this.#facts, askedAt, lastZxidSeen },
      resumed: existing.session !== undefined,
      ...(existing.offered !== undefined && { offered: existing.offered }),
      node: this.#opening.node,
      session: response.sessionId,
      timeoutMs: response.timeOut,
      password: passwordDigest(response.passwd),
    });
  }

  #event(from: JuteReader, zxid: number): void {
    const { type, path } = watcherEvent.read(from);
    const name = watchEventTypes[type - 1];
    if (isChange(name))
      this.#records.push({ kind: 'event', ...this.#facts, type: name, path, zxid });
  }

  #reply({ xid, zxid, err }: Header, from: JuteReader): void {
    const request = this.#answeredBy(xid);
    const result =
      request === undefined ? undefined : resultOf({ request, err }, from, this.#shared);
    const { time, client, operation } = this.#facts;
    // No spread: it would give each of a million replies a hidden class of its own.
    this.#records.push(
      result === undefined
        ? { kind: 'reply', time, client, operation, xid, zxid, err }
        : { kind: 'reply', time, client, operation, xid, zxid, err, result },
    );
    if (request?.f === 'closeSession' && err === 0)
      this.#records.push({ kind: 'closed', ...this.#facts });
  }

  #answeredBy(xid: number): TraceRequest | undefined {
    const at = this.#waiting.findIndex(sent => sent.xid === xid);
    if (at === 0) return this.#waiting.shift()?.request;
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0]?.request;
  }
}

function askedIn(frame: Uint8Array, askedAt: number): Asked {
  const request = connectRequest.read(new JuteReader(frame, 'a connect request'));
  const lastZxidSeen = Number(request.lastZxidSeen);
  if (request.sessionId === 0n) return { askedAt, lastZxidSeen };
  return {
    askedAt,
    lastZxidSeen,
    session: request.sessionId,
    offered: passwordDigest(request.passwd),
  };
}

/** The removal of a watch tells of no change. */
function isChange(name: string | undefined): name is WatchEventName {
  return name?.startsWith('Node') ?? false;
}
