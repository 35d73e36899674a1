/** Requests in doubt: which were sent without a reply that says what became of them, and when they may have been
 * processed. */
import { pathsOf, pathsWithin } from './changed.ts';
import type { Evidence } from './evidence.ts';
import type { Connection, Operation } from './operations.ts';
import type { State } from './state.ts';

/** A replay on its way. */
export interface Replaying {
  readonly state: State;
  readonly doubt: Doubt;
}

/** Finds requests in doubt by the paths that they would change. */
export class Doubt {
  readonly #byPath = new Map<string, Operation[]>();
  readonly #used = new Set<Operation>();
  /** Requests that were processed at a zxid that the replay chose. */
  readonly guessed: Set<Operation> = new Set();
  readonly #byConnection = new Map<Connection, Operation[]>();
  /** Zxids that a request must be above or below, since one of its connection before or after it was placed. */
  readonly #above = new Map<Operation, number>();
  readonly #below = new Map<Operation, number>();
  readonly #all: readonly Operation[];
  /** What later replies show. */
  readonly evidence: Evidence;

  constructor(inDoubt: readonly Operation[], evidence: Evidence) {
    this.#all = inDoubt;
    this.evidence = evidence;
    for (const operation of inDoubt) {
      for (const path of pathsOf(operation)) this.#add(path, operation);
      const known = this.#byConnection.get(operation.connection);
      if (known === undefined) this.#byConnection.set(operation.connection, [operation]);
      else known.push(operation);
    }
  }

  get size(): number {
    return this.#all.length;
  }

  get used(): number {
    return this.#used.size;
  }

  /** Takes a request as processed. Those that its connection sent before came before it. */
  use(operation: Operation, when: { readonly zxid: number } | { readonly upTo: number }): void {
    this.#used.add(operation);
    const isExact = 'zxid' in when;
    if (!isExact) this.#lower(operation, when.upTo + 1);
    if (!isExact) this.guessed.add(operation);
    const first = isExact ? when.zxid : this.floorOf(operation) + 1;
    const end = isExact ? when.zxid : this.endOf(operation) - 1;
    const all = this.#byConnection.get(operation.connection) ?? [];
    const at = all.indexOf(operation);
    for (const other of all.slice(0, at)) this.#lower(other, end);
    for (const other of all.slice(at + 1))
      this.#above.set(other, Math.max(first, this.#above.get(other) ?? first));
  }

  #lower(operation: Operation, end: number): void {
    this.#below.set(operation, Math.min(end, this.#below.get(operation) ?? end));
  }

  /** Returns the zxid that a request must be above. */
  floorOf(operation: Operation): number {
    return Math.max(operation.seenBefore, this.#above.get(operation) ?? 0);
  }

  /** Returns the zxid that a request must be below: its session has moved on or has ended by then. */
  endOf(operation: Operation): number {
    const { until = Number.POSITIVE_INFINITY, connection } = operation;
    const { closedAt = Number.POSITIVE_INFINITY } = connection.session;
    return Math.min(until, closedAt, this.#below.get(operation) ?? Number.POSITIVE_INFINITY);
  }

  /** Returns unused requests that change the znode at `path` or its list of children. */
  at(path: string): readonly Operation[] {
    const exact = this.#byPath.get(path) ?? [];
    const sequential = /\d{10}$/.test(path)
      ? this.#byPath.get(`${path.slice(0, -10)}#`)
      : undefined;
    return [...exact, ...(sequential ?? [])].filter(operation => !this.#used.has(operation));
  }

  /** Tests whether the replay chose when some request was processed that changes the znode at `path` or its list. */
  isGuessedAt(path: string): boolean {
    return (this.#byPath.get(path) ?? []).some(operation => this.guessed.has(operation));
  }

  /** Returns unused requests that change something below a path. */
  below(path: string): readonly Operation[] {
    const prefix = path === '/' ? path : `${path}/`;
    return this.#all.filter(
      operation =>
        !this.#used.has(operation) && pathsWithin(operation).some(own => own.startsWith(prefix)),
    );
  }

  #add(path: string, operation: Operation): void {
    const known = this.#byPath.get(path);
    if (known === undefined) this.#byPath.set(path, [operation]);
    else if (!known.includes(operation)) known.push(operation);
  }
}
