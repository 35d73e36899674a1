/** Operations that wait to leave: each with its xid and its deadline, sent together once per turn of the event loop. */
import type { Clock } from '../clock.ts';
import { Call } from './call.ts';
import type { Link } from './link.ts';
import type { Reply } from './outcome.ts';
import type { Request } from './request.ts';

interface OutboxOptions {
  readonly clock: Clock;
  readonly operationTimeoutMs: number;
  /** The connection to send by, where there is one. */
  readonly link: () => Link | undefined;
  /** Why there was none lately. */
  readonly trouble: () => string;
}

interface SubmitOptions {
  /** Aborts the wait for an answer, not what the server may do. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the next in order: that of requests which are answered aside. */
  readonly xid?: number;
  /** Before all that waits. */
  readonly first?: boolean;
}

const MAX_XID = 2 ** 31 - 1;
const OPERATIONTIMEOUT = -7;

export class Outbox {
  readonly #options: OutboxOptions;
  #queue: Call[] = [];
  #first: Call[] = [];
  #flushing = false;
  #lastXid = 0;
  /** Set once nothing is taken any more: the error's code, and why. */
  #refusal: { readonly code: number; readonly why: string } | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Resolves when the operation is answered, or failed, or its deadline has passed, or the signal aborts. */
  submit<T>(request: Request<T>, options: SubmitOptions): Promise<Reply<T>> {
    return new Promise(resolve => {
      const settle = (reply: Reply<T>): void => {
        limit.cancel();
        resolve(reply);
      };
      const call = new Call(options.xid ?? this.#nextXid(), request, { settle });
      const limit = this.#limit(call, options.signal);
      if (options.signal?.aborted) call.fail(OPERATIONTIMEOUT, reasonOf(options.signal));
      this.#take(call, options.first === true ? this.#first : this.#queue);
    });
  }

  /** Sends waiting requests if there is a connection; without one they continue to wait. */
  flush(): void {
    this.#flushing = false;
    const link = this.#options.link();
    const waiting = [...this.#first, ...this.#queue].filter(call => !call.settled);
    this.#first = [];
    this.#queue = link?.open ? [] : waiting;
    if (link?.open) link.send(waiting);
  }

  /** Fails waiting requests and all later ones. */
  refuse(code: number, why: string): void {
    this.#refusal ??= { code, why };
    const waiting = this.#queue;
    this.#queue = [];
    for (const call of waiting) call.fail(this.#refusal.code, this.#refusal.why);
  }

  #take(call: Call, queue: Call[]): void {
    if (this.#refusal !== undefined) call.fail(this.#refusal.code, this.#refusal.why);
    if (call.settled) return;
    queue.push(call);
    if (this.#flushing) return;
    this.#flushing = true;
    process.nextTick(() => this.flush());
  }

  #limit(call: Call, signal: AbortSignal | undefined): { cancel(): void } {
    const { clock, operationTimeoutMs, trouble } = this.#options;
    const timer = clock.after(operationTimeoutMs, () => {
      const within = `within ${operationTimeoutMs} ms`;
      const why = call.left
        ? `no answer ${within}`
        : `no server to send it to ${within}; ${trouble()}`;
      call.fail(OPERATIONTIMEOUT, why);
    });
    const abort = (): void => call.fail(OPERATIONTIMEOUT, reasonOf(signal));
    const forget = signal && onAbort(signal, abort);
    return {
      cancel() {
        timer.cancel();
        forget?.();
      },
    };
  }

  #nextXid(): number {
    this.#lastXid = this.#lastXid === MAX_XID ? 1 : this.#lastXid + 1;
    return this.#lastXid;
  }
}

const reasonOf = (signal: AbortSignal | undefined): string =>
  signal?.reason instanceof Error ? signal.reason.message : `aborted: ${String(signal?.reason)}`;

/** One listener for each signal, however many calls wait for it: Node warns of more than ten. */
const waiters = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls back when the signal aborts. Returns a function that stops waiting. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = waiters.get(signal) ?? listening(signal);
  callbacks.add(callback);
  return () => void callbacks.delete(callback);
}

function listening(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  waiters.set(signal, callbacks);
  const abort = (): void => {
    for (const callback of callbacks) callback();
  };
  signal.addEventListener('abort', abort, { once: true });
  return callbacks;
}
