/** The trace as operations: requests paired with their replies, by connection and session. */
import type { Asker } from './model/acl.ts';
import type {
  ConnectedRecord,
  EventRecord,
  ReplyRecord,
  SentRecord,
  TraceRequest,
} from './trace.ts';

/** One request of a client, with its reply if it got one. */
export interface Operation {
  readonly request: TraceRequest;
  readonly sent: SentRecord;
  readonly connection: Connection;
  /** Who the connection had authenticated as when the request was sent. */
  readonly who: Asker;
  /** The largest zxid that any client had seen when the request was sent: a write must have a larger one. Once
   * the request is in doubt, also the largest one of the replies that its connection got before: requests of a
   * session are processed in their order. */
  seenBefore: number;
  reply: ReplyRecord | undefined;
  /** If there was no reply: a zxid that it must be below. It is that of the session's first transaction on a later
   * connection, since a leader refuses what a server forwards for a session that has moved on; or the end of the epoch
   * in which its connection can have been. */
  until: number | undefined;
  /** Number of events that the connection had received before the reply. */
  eventsBefore: number;
  /** The zxid of the reply is smaller than one that its connection had received before. */
  isBackwards: boolean;
}

/** One connection of a client to a server; its watches die with it. */
export interface Connection {
  readonly client: number;
  readonly process: number | string | undefined;
  readonly node: string;
  readonly session: Session;
  readonly start: ConnectedRecord;
  who: Asker;
  readonly events: EventRecord[];
  /** Requests without a reply so far, in the order they were sent. */
  readonly waiting: Operation[];
  /** The largest zxid of its replies. */
  lastZxid: number;
  /** The largest zxid of the events that it has received. */
  lastEventZxid: number;
  /** Number of replies that carry a zxid. */
  replies: number;
}

/** A session of the ensemble, over all its connections. */
export interface Session {
  readonly id: bigint;
  readonly timeoutMs: number;
  readonly firstClient: number;
  /** The largest zxid of a reply that only a living session gets. */
  lastAlive: number;
  lastAliveReply: ReplyRecord | undefined;
  /** When a server reported its expiry, in nanoseconds. */
  expiredAt: number | undefined;
  /** The time of its last record, in nanoseconds; infinite while it has a connection. */
  leftAt: number;
  /** The zxid of the transaction that closed it, once that is known. */
  closedAt: number | undefined;
  closedBy: Operation | undefined;
  /** Its writes that were never answered, as long as their `until` is open. */
  readonly left: Operation[];
}

/** Returns the history index of an operation's reply, or of its request. */
export function indexOf(operation: Operation): number | undefined {
  return operation.reply?.operation ?? operation.sent.operation;
}
