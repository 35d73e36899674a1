/** What stands before a request, a reply, a part of a multi, and a watch event: zookeeper.jute, module proto. */
import { boolean, type Codec, int, long, record, ustring } from './codec.ts';

interface RequestHeader {
  readonly xid: number;
  readonly type: number;
}
export const requestHeader: Codec<RequestHeader> = record({ xid: int, type: int });

export interface ReplyHeader {
  readonly xid: number;
  readonly zxid: bigint;
  readonly err: number;
}
export const replyHeader: Codec<ReplyHeader> = record({ xid: int, zxid: long, err: int });

interface MultiHeader {
  readonly type: number;
  readonly done: boolean;
  readonly err: number;
}
export const multiHeader: Codec<MultiHeader> = record({ type: int, done: boolean, err: int });

interface WatcherEvent {
  readonly type: number;
  readonly state: number;
  readonly path: string;
}
export const watcherEvent: Codec<WatcherEvent> = record({ type: int, state: int, path: ustring });
