/** A counter that only grows, by the same amount each time, and is read.
 *
 * All additions are alike, so that one order is enough to look at: the counter is always as low as it can
 * be. An addition is placed when it returns, or when a read returns that has seen more: of those open the
 * one that returns first, else one that never returned. A read is done as soon as the counter has its
 * value; one that returns below the counter, or above all that may have been added, cannot be placed. */
import type { Operation } from '../../history/history.ts';
import { endOf } from './interval.ts';
import { type Special, type Violation, violation } from './special-result.ts';
import { operationText } from './words.ts';

/** Undefined when there are other operations than add and read, or additions of several amounts. */
export function decideCounter(
  operations: readonly Operation[],
  initial: unknown,
): Special | undefined {
  const amounts = new Set(operations.flatMap(op => (op.f === 'add' ? [amountOf(op)] : [])));
  const [amount = 1] = amounts;
  if (amounts.size > 1 || amount <= 0 || typeof initial !== 'number') return undefined;
  if (operations.some(({ f }) => f !== 'add' && f !== 'read')) return undefined;
  return new Count(initial, amount).run(operations) ?? { kind: 'linearizable' };
}

/** What an addition adds: 1 where it does not say. */
function amountOf({ input }: Operation): number {
  return typeof input === 'number' ? input : 1;
}

class Count {
  #value: number;
  readonly #amount: number;
  /** Open additions that are not placed, in order of their returns. */
  readonly #open: Operation[] = [];
  /** Additions that never returned and are not used. */
  #lost = 0;
  /** Open reads that are not done, by the value that they saw. */
  readonly #reads = new Map<unknown, Set<Operation>>();

  constructor(initial: number, amount: number) {
    this.#value = initial;
    this.#amount = amount;
  }

  run(operations: readonly Operation[]): Violation | undefined {
    const returns = operations.filter(({ type }) => type === 'ok');
    returns.sort((a, b) => endOf(a) - endOf(b));
    let next = 0;
    for (const returning of returns) {
      for (let op = operations[next]; op && op.index < endOf(returning); op = operations[++next])
        this.#invoke(op);
      const isPlaced = returning.f === 'add' ? this.#added(returning) : this.#read(returning);
      if (!isPlaced) return this.#violation(returning);
    }
    return undefined;
  }

  #invoke(op: Operation): void {
    if (op.f === 'read') this.#begin(op);
    else if (op.type !== 'ok') this.#lost += 1;
    else {
      let at = this.#open.length;
      while (at > 0 && endOf(this.#open[at - 1] ?? op) > endOf(op)) at -= 1;
      this.#open.splice(at, 0, op);
    }
  }

  #begin(read: Operation): void {
    if (read.output === this.#value) return;
    const waiting = this.#reads.get(read.output);
    if (waiting) waiting.add(read);
    else this.#reads.set(read.output, new Set([read]));
  }

  #added(op: Operation): boolean {
    const at = this.#open.indexOf(op);
    if (at < 0) return true;
    this.#open.splice(at, 1);
    this.#grow();
    return true;
  }

  #read(op: Operation): boolean {
    const isWaiting = (): boolean => this.#reads.get(op.output)?.has(op) ?? false;
    while (isWaiting() && Number(op.output) > this.#value) {
      if (!this.#open.shift() && --this.#lost < 0) return false;
      this.#grow();
    }
    return !isWaiting();
  }

  #grow(): void {
    this.#value += this.#amount;
    this.#reads.delete(this.#value);
  }

  #violation(op: Operation): Violation {
    return violation(
      [op],
      `${operationText(op)} cannot be placed: the counter is at least ${this.#value} by then` +
        `${Number(op.output) > this.#value ? ', and no addition is left that may have begun' : ''}`,
    );
  }
}
