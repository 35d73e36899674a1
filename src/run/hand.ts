/** One process and its client: applies one operation at a time. */
import type { Client, Outcome, Worker } from '../contract.ts';
import { type Invocation, THREW } from '../history/event.ts';

/** Called with the answer to an invocation; if the client threw, that is an `info` with the error. */
type Listener = (hand: Hand, invocation: Invocation, answer: Outcome) => void;

export class Hand {
  readonly worker: Worker;
  readonly client: Client;
  /** When its operation is aborted or, after that, given up. Infinity when it is free. */
  deadlineNs: number = Number.POSITIVE_INFINITY;
  #late = false;
  #invocation: Invocation | undefined;
  /** Shared by many operations, until one is aborted: making one costs as much as everything else together. */
  #controller = new AbortController();
  #listener: Listener | undefined;

  constructor(worker: Worker, client: Client, listener: Listener) {
    this.worker = worker;
    this.client = client;
    this.#listener = listener;
  }

  /** Whether its operation has been aborted. */
  get late(): boolean {
    return this.#late;
  }

  /** Nobody waits for its client any more. */
  get abandoned(): boolean {
    return this.#listener === undefined;
  }

  /** Nothing happens where it was abandoned. */
  start(invocation: Invocation, deadlineNs: number): void {
    if (this.abandoned) return;
    this.#invocation = invocation;
    this.deadlineNs = deadlineNs;
    if (this.#controller.signal.aborted) this.#controller = new AbortController();
    try {
      const answer = this.client.invoke(invocation, this.#controller.signal);
      answer.then(this.#answered, this.#threw);
    } catch (error) {
      queueMicrotask(() => this.#threw(error));
    }
  }

  /** Tells its operation to stop; the client should answer by `deadlineNs`. */
  stop(reason: Error, deadlineNs: number): void {
    this.#late = true;
    this.deadlineNs = deadlineNs;
    this.#controller.abort(reason);
  }

  /** Ignores the client's answers from now on. Returns the current operation. */
  abandon(reason: unknown): Invocation | undefined {
    const invocation = this.#invocation;
    this.#listener = undefined;
    this.#free();
    this.#controller.abort(reason);
    return invocation;
  }

  readonly #answered = (answer: Outcome): void => {
    const [listener, invocation] = [this.#listener, this.#invocation];
    this.#free();
    if (invocation !== undefined) listener?.(this, invocation, answer);
  };

  readonly #threw = (cause: unknown): void => {
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    this.#answered({ type: 'info', error: { name: THREW, message } });
  };

  #free(): void {
    this.#invocation = undefined;
    this.deadlineNs = Number.POSITIVE_INFINITY;
    this.#late = false;
  }
}
