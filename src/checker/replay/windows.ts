/** Until when requests without a reply may take effect.
 *
 * A server serves a connection in one epoch: when it leaves the epoch, it closes its connections and drops their
 * requests. A write that was sent after the connection broke, and that was processed, belongs to that epoch or to a
 * later one. Source: Learner.shutdown, LearnerHandler. */
import type { Operation } from './operations.ts';
import { afterEpochOf } from './zxid.ts';

interface Open {
  readonly operation: Operation;
  /** When the client saw its connection break, in nanoseconds. */
  readonly brokenAt: number;
}

export class Windows {
  readonly #open: Open[] = [];

  /** Notes a request whose connection broke. Times ascend. */
  broken(operation: Operation, brokenAt: number): void {
    this.#open.push({ operation, brokenAt });
  }

  /** Notes that a write was processed. */
  wrote({ sent }: Operation, zxid: number): void {
    const at = this.#open.findIndex(({ brokenAt }) => brokenAt >= sent.time);
    const over = this.#open.splice(0, at < 0 ? this.#open.length : at);
    for (const { operation } of over)
      operation.until = Math.min(operation.until ?? afterEpochOf(zxid), afterEpochOf(zxid));
  }
}
