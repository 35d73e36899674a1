/** The identity of a session to servers: what it shows to each, and what they have answered. */
import { hexOf } from '../hex.ts';
import type { ConnectRequest, ConnectResponse } from './connect-records.ts';
import { ProtocolError } from './protocol-error.ts';
import type { SessionOptions } from './session-options.ts';

type IdentityOptions = Pick<SessionOptions, 'sessionTimeoutMs' | 'readOnly' | 'resume'>;

const NO_SESSION = 0n;
const NO_PASSWORD: Uint8Array = new Uint8Array(16);

export class Identity {
  #id: bigint = NO_SESSION;
  #password: Uint8Array = NO_PASSWORD;
  #lastZxid = 0n;
  #timeoutMs: number;
  /** A server without a quorum makes up a session that no other server knows. */
  #madeUp = true;
  readonly #asked: { readonly timeOut: number; readonly readOnly: boolean };

  constructor({ sessionTimeoutMs, readOnly = false, resume }: IdentityOptions) {
    this.#timeoutMs = sessionTimeoutMs;
    this.#asked = { timeOut: sessionTimeoutMs, readOnly };
    if (resume === undefined) return;
    this.#id = resume.id;
    this.#password = resume.password;
    this.#lastZxid = resume.lastZxid ?? 0n;
    this.#madeUp = false;
  }

  get id(): bigint {
    return this.#id;
  }
  get password(): Uint8Array {
    return this.#password;
  }
  get lastZxid(): bigint {
    return this.#lastZxid;
  }
  /** The negotiated timeout; the requested one before that. */
  get timeoutMs(): number {
    return this.#timeoutMs;
  }

  request(): ConnectRequest {
    return {
      ...this.#asked,
      protocolVersion: 0,
      lastZxidSeen: this.#lastZxid,
      sessionId: this.#madeUp ? NO_SESSION : this.#id,
      passwd: this.#madeUp ? NO_PASSWORD : this.#password,
    };
  }

  /** Accepts a server's response; returns an error if it is not what was requested. */
  accept(response: ConnectResponse): ProtocolError | undefined {
    if (!this.#madeUp && response.sessionId !== this.#id) {
      return wrongSession(this.#id, response.sessionId);
    }
    this.#madeUp &&= response.readOnly;
    this.#id = response.sessionId;
    this.#password = response.passwd;
    this.#timeoutMs = response.timeOut;
    return undefined;
  }

  /** A reply to an operation said that its server has come so far. As in the Java client, pings and events do not count. */
  saw(zxid: bigint): void {
    if (zxid > this.#lastZxid) this.#lastZxid = zxid;
  }
}

const wrongSession = (asked: bigint, found: bigint): ProtocolError =>
  new ProtocolError(`a connect response: expected session ${hexOf(asked)}, found ${hexOf(found)}`);
