/** What a session tells without being asked. */
import type { NodeName, SessionState } from '../contract.ts';
import type { WatchEventType } from './watches.ts';

/** A watch fired. It is reported in the order of arrival among the replies: after those that came before it,
 * before the others. */
export interface WatchEvent {
  readonly kind: 'watch';
  readonly type: WatchEventType;
  readonly path: string;
  /** The zxid of the change, from servers that send it (3.9). */
  readonly zxid?: bigint;
  readonly node: NodeName;
  readonly session: bigint;
}

/** The session changed its state. */
export interface SessionEvent {
  readonly kind: 'session';
  readonly state: SessionState;
  /** The server it is connected to. */
  readonly node?: NodeName;
  readonly session: bigint;
}
