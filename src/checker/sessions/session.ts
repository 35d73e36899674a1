/** What a trace has shown of one session so far. */
import type { ConnectedRecord } from '../replay/trace.ts';

export interface Session {
  readonly id: bigint;
  timeoutMs: number;
  /** A digest of its password. */
  password: string | undefined;
  /** The client whose connection the session was resumed on last; undefined while two were under way at once. */
  holder: number | undefined;
  /** When a client was last notified that it has the session. */
  heldNs: number;
  /** When the last request that was answered had been sent: its server heard of the session then, or later. */
  answeredNs: number;
  /** The last time at which anything of it passed between client and servers. */
  contactNs: number;
  /** Its last contact before a silence of its timeout in which faults may have kept its end from the server that resumed
   * it: until it has written, it may be over. */
  lapsedNs: number | undefined;
  /** Whether some client of it has requested its end, which may have taken effect without a reply. */
  closing: boolean;
  closedNs: number | undefined;
  expiredNs: number | undefined;
  /** Connections since the last contact on which servers hung up instead of resuming it. */
  refusals: number;
  firstRefusalNs: number;
}

export function newSession({
  session: id,
  timeoutMs,
  password,
  client,
  time,
  askedAt = time,
}: ConnectedRecord): Session {
  return {
    ...{
      id,
      timeoutMs,
      password,
      holder: client,
      heldNs: Number.NEGATIVE_INFINITY,
      answeredNs: askedAt,
      contactNs: time,
    },
    ...{
      lapsedNs: undefined,
      closing: false,
      closedNs: undefined,
      expiredNs: undefined,
      refusals: 0,
      firstRefusalNs: 0,
    },
  };
}
