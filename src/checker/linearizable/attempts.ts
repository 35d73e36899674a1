/** The longest orders that explain a part of some operations: depth first over a few dozen of them. */
import type { Operation } from '../../history/history.ts';
import type { Call, Model } from '../../model/model.ts';
import { endOf } from './interval.ts';
import { json } from './words.ts';

/** An operation of which an order is sought. */
export interface Candidate {
  readonly operation: Operation;
  /** It need not take effect: it never returned, or it may have been overwritten unseen. */
  readonly optional: boolean;
}

/** A state, and what is still to be ordered after it, in order of invocation. */
export interface Beginning<S> {
  readonly state: S;
  readonly candidates: readonly Candidate[];
}

/** An order that the object allows and that cannot be continued. */
export interface PartialOrder<S> {
  readonly from: S;
  readonly steps: readonly AttemptStep<S>[];
  /** Operations that would have to come next. */
  readonly blocked: readonly Operation[];
  readonly last: S;
}

interface AttemptStep<S> {
  readonly operation: Operation;
  readonly state: S;
}

/** Orders that place most of the operations that must take effect, at most `most`, each with another end.
 * `nodes` bounds the search. */
export function longestOrders<S>(
  model: Model<S>,
  beginnings: readonly Beginning<S>[],
  { most = 3, nodes = 20_000 }: { readonly most?: number; readonly nodes?: number } = {},
): PartialOrder<S>[] {
  const search = new Search(model, nodes);
  for (const beginning of beginnings) search.run(beginning);
  return search.best.sort((a, b) => a.steps.length - b.steps.length).slice(0, most);
}

class Search<S> {
  best: PartialOrder<S>[] = [];
  readonly #model: Model<S>;
  #nodesLeft: number;
  #required = -1;
  #from: Beginning<S> | undefined;
  readonly #seen = new Set<string>();
  readonly #ends = new Set<string>();
  readonly #steps: (AttemptStep<S> & { readonly optional: boolean })[] = [];

  constructor(model: Model<S>, nodes: number) {
    this.#model = model;
    this.#nodesLeft = nodes;
  }

  run(beginning: Beginning<S>): void {
    this.#from = beginning;
    this.#seen.clear();
    this.#visit(beginning.state, beginning.candidates, 0);
  }

  /** `left` is what is not placed; `placed` counts those that had to be. */
  #visit(state: S, left: readonly Candidate[], placed: number): void {
    const key = `${this.#keyOf(state)} ${left.map(({ operation }) => operation.index).join()}`;
    if (this.#seen.has(key) || this.#nodesLeft-- <= 0) return;
    this.#seen.add(key);
    const next = nextOf(left);
    const read = next.find(({ operation }) => this.#isPossibleRead(state, operation));
    if (!read && !this.#endsInDoubt) this.#keep(state, next, placed);
    for (const candidate of read ? [read] : next) this.#place(state, left, candidate, placed);
  }

  #place(state: S, left: readonly Candidate[], candidate: Candidate, placed: number): void {
    const { operation, optional } = candidate;
    const after = this.#model.step(state, operation);
    if (after === undefined) return;
    this.#steps.push({ operation, optional, state: after });
    const rest = left.filter(
      other => other !== candidate && !(other.optional && endOf(other.operation) < operation.index),
    );
    this.#visit(after, rest, placed + Number(!optional));
    this.#steps.pop();
  }

  /** Keeps the order so far where none is longer. */
  #keep(state: S, next: readonly Candidate[], placed: number): void {
    if (!this.#from || placed < this.#required) return;
    if (placed > this.#required) {
      this.best = [];
      this.#ends.clear();
    }
    this.#required = placed;
    const blocked = next.filter(({ optional }) => !optional).map(({ operation }) => operation);
    const end = `${this.#keyOf(state)} ${blocked.map(({ index }) => index).join()}`;
    if (this.#ends.has(end)) return;
    this.#ends.add(end);
    this.best.push({ from: this.#from.state, steps: [...this.#steps], blocked, last: state });
  }

  /** The last step is one that need not be: without it the order is as long. */
  get #endsInDoubt(): boolean {
    return this.#steps.at(-1)?.optional ?? false;
  }

  #isPossibleRead(state: S, op: Operation): boolean {
    const isRead = this.#model.isRead?.(op) ?? false;
    return isRead && op.type === 'ok' && this.#model.step(state, op) !== undefined;
  }

  #keyOf(state: S): string | number {
    return this.#model.key?.(state) ?? json(state);
  }
}

/** Returns the candidates that no other must precede, those that must take effect first at the front. */
function nextOf(left: readonly Candidate[]): Candidate[] {
  let end = Number.POSITIVE_INFINITY;
  for (const { operation, optional } of left) if (!optional) end = Math.min(end, endOf(operation));
  return left
    .filter(({ operation }) => operation.index < end)
    .sort((a, b) => Number(a.optional) - Number(b.optional));
}

/** Why an operation cannot come in a state, in words without the operation. */
export function reasonOf<S>(model: Model<S>, state: S, op: Call): string {
  const shown = model.describeState?.(state) ?? json(state);
  if (model.step(state, op) !== undefined)
    return 'it could, but this was not followed for lack of time';
  if (op.type === 'ok' && model.step(state, { ...op, type: 'info' }) !== undefined)
    return `with ${shown} it would not give ${json(op.output)}`;
  return `it is not possible with ${shown}`;
}
