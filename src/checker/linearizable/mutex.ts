/** A lock that anybody may release: acquire and release take turns.
 *
 * One order is enough to look at: an operation is placed when it returns; where it is not its turn, one of
 * the other kind comes before it: of those open the one that returns first, else one that never
 * returned. To place more, earlier, gains nothing: an acquire and a release beside each other change
 * nothing whenever they come. */
import type { Operation } from '../../history/history.ts';
import { endOf } from './interval.ts';
import type { Special } from './special-result.ts';
import { operationText } from './words.ts';

/** What may still be placed of one kind. */
interface Waiting {
  /** Open operations in order of their returns; those that were placed stay until they come first. */
  readonly open: Operation[];
  /** Invoked operations that never returned, and were not used. */
  lost: number;
}

/** Undefined when there are other operations than acquire and release. */
export function decideMutex(operations: readonly Operation[]): Special | undefined {
  if (operations.some(({ f }) => f !== 'acquire' && f !== 'release')) return undefined;
  return new Turns().run(operations) ?? { kind: 'linearizable' };
}

class Turns {
  #held = false;
  #last: Operation | undefined;
  readonly #placed = new Set<Operation>();
  readonly #acquires: Waiting = { open: [], lost: 0 };
  readonly #releases: Waiting = { open: [], lost: 0 };

  run(operations: readonly Operation[]): Special | undefined {
    const returns = operations.filter(op => endOf(op) < Number.POSITIVE_INFINITY);
    returns.sort((a, b) => endOf(a) - endOf(b));
    let next = 0;
    for (const returning of returns) {
      for (let op = operations[next]; op && op.index < endOf(returning); op = operations[++next])
        this.#invoke(op);
      if (!this.#return(returning)) return this.#violation(returning);
    }
    return undefined;
  }

  #invoke(op: Operation): void {
    const { open } = this.#kind(op);
    if (op.type !== 'ok') {
      this.#kind(op).lost += 1;
      return;
    }
    let at = open.length;
    while (at > 0 && endOf(open[at - 1] ?? op) > endOf(op)) at -= 1;
    open.splice(at, 0, op);
  }

  #return(op: Operation): boolean {
    const own = this.#kind(op).open;
    own.splice(own.indexOf(op), 1);
    if (this.#placed.delete(op)) return true;
    if (this.#held === (op.f === 'acquire') && !this.#placeOther(op)) return false;
    this.#held = op.f === 'acquire';
    this.#last = op;
    return true;
  }

  /** Places one of the other kind. */
  #placeOther(op: Operation): boolean {
    const other = op.f === 'acquire' ? this.#releases : this.#acquires;
    const first = other.open.find(waiting => !this.#placed.has(waiting));
    if (first) {
      this.#placed.add(first);
      return true;
    }
    other.lost -= 1;
    return other.lost >= 0;
  }

  #kind({ f }: Operation): Waiting {
    return f === 'acquire' ? this.#acquires : this.#releases;
  }

  #violation(op: Operation): Special {
    const missing = op.f === 'acquire' ? 'release' : 'acquire';
    return {
      kind: 'violation',
      operations: this.#last ? [this.#last, op] : [op],
      seen:
        `${operationText(op)} cannot be placed: the lock is ${this.#held ? 'held' : 'free'} ` +
        `${this.#last ? `since ${operationText(this.#last)}` : 'at first'}, and no ${missing} is left that may come between`,
    };
  }
}
