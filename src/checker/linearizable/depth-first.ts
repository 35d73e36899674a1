/** A depth-first search for one order. It is fast where many orders explain a history, which is where a scan has too many
 * configurations to keep.
 *
 * It can prove that an order exists, and not that none does: it compares sets of operations by their hashes.
 *
 * Ideas: Wing & Gong 1993, with the memory of Lowe 2017. */
import { NumberSet } from './number-set.ts';
import { NONE, type Problem } from './problem.ts';
import { IMPOSSIBLE, type Transitions } from './transitions.ts';

/** A place in the order: what may come there, and what was tried. */
interface Place {
  readonly state: number;
  readonly hash: number;
  /** Operations that may come next; the last one first. */
  readonly left: number[];
  /** The operation that led here. */
  readonly by: number;
}

/** States that it may be the first to meet: a model with ever new ones needs another search. */
const MOST_STATES = 100_000;
const HASHES = 2 ** 52;

export class DepthFirst<S> {
  readonly #problem: Problem;
  readonly #transitions: Transitions<S>;
  /** The events as a list without the operations that are placed. The head is behind the last event. */
  readonly #next: Int32Array;
  readonly #before: Int32Array;
  readonly #callOf: Int32Array;
  readonly #head: number;
  readonly #seen = new NumberSet();
  readonly #places: Place[] = [];
  /** Operations that returned and are not placed. */
  #missing: number;
  #isOver = false;
  readonly #mostStates: number;
  /** An order of all operations that returned was found. */
  isFound = false;

  constructor(problem: Problem, transitions: Transitions<S>) {
    this.#problem = problem;
    this.#transitions = transitions;
    this.#mostStates = transitions.size + MOST_STATES;
    const { events, operations, slotOf } = problem;
    this.#head = events.length;
    this.#next = Int32Array.from({ length: events.length + 1 }, (_, at) => at + 1);
    this.#before = Int32Array.from({ length: events.length + 1 }, (_, at) => at - 1);
    this.#next[this.#head] = 0;
    this.#before[0] = this.#head;
    this.#callOf = new Int32Array(operations.length);
    for (const [at, op] of events.entries()) if (op >= 0) this.#callOf[op] = at;
    this.#missing = slotOf.reduce((count, slot) => count + Number(slot !== NONE), 0);
    this.#places.push({ state: 0, hash: 0, left: this.#candidates(0), by: NONE });
  }

  /** The 32-bit words in use. */
  get words(): number {
    return 3 * this.#head + this.#seen.words;
  }

  /** Continues for a number of steps; returns whether an order was found. */
  go(steps: number): boolean {
    for (let left = steps; left > 0 && !this.#isOver; left--) this.#step();
    if (this.#transitions.size > this.#mostStates) this.#isOver = true;
    return this.isFound;
  }

  #step(): void {
    const place = this.#places.at(-1);
    const op = place?.left.pop();
    if (place === undefined || this.#missing === 0) {
      this.isFound = this.#missing === 0;
      this.#isOver = true;
    } else if (op === undefined) this.#goBack(place);
    else this.#place(place, op);
  }

  #goBack({ by }: Place): void {
    this.#places.pop();
    if (by === NONE) return;
    this.#putBack(by);
  }

  #place({ state, hash }: Place, op: number): void {
    const after = this.#transitions.next(state, this.#problem.classOf[op] ?? NONE);
    if (after === IMPOSSIBLE) return;
    const placed = (hash + hashOf(op)) % HASHES;
    if (!this.#seen.add(1 + ((placed + hashOf(-1 - after)) % HASHES))) return;
    this.#take(op);
    this.#places.push({ state: after, hash: placed, left: this.#candidates(after), by: op });
  }

  /** Returns the operations that no other must precede. A read that is possible forbids nothing, and comes alone; what
   * never returned comes last; of one class the first to return comes first, and no other. */
  #candidates(state: number): number[] {
    const { events, classOf, classes, slotOf, returnOf } = this.#problem;
    const byClass = new Map<number, number>();
    for (let at = this.#next[this.#head] ?? 0; at !== this.#head; at = this.#next[at] ?? 0) {
      const op = events[at] ?? 0;
      if (op < 0) break;
      const operationClass = classOf[op] ?? NONE;
      const isPossible = this.#transitions.next(state, operationClass) !== IMPOSSIBLE;
      if (!isPossible) continue;
      if (classes[operationClass]?.isRead && slotOf[op] !== NONE) return [op];
      const known = byClass.get(operationClass);
      if (known === undefined || (returnOf[op] ?? 0) < (returnOf[known] ?? 0))
        byClass.set(operationClass, op);
    }
    return [...byClass.values()].sort((a, b) => (returnOf[b] ?? 0) - (returnOf[a] ?? 0) || b - a);
  }

  #take(op: number): void {
    this.#unlink(this.#callOf[op] ?? 0);
    if (this.#problem.slotOf[op] === NONE) return;
    this.#unlink(this.#problem.returnOf[op] ?? 0);
    this.#missing--;
  }

  /** In the opposite order. */
  #putBack(op: number): void {
    if (this.#problem.slotOf[op] !== NONE) {
      this.#link(this.#problem.returnOf[op] ?? 0);
      this.#missing++;
    }
    this.#link(this.#callOf[op] ?? 0);
  }

  #unlink(at: number): void {
    const [before, next] = [this.#before[at] ?? 0, this.#next[at] ?? 0];
    this.#next[before] = next;
    this.#before[next] = before;
  }

  #link(at: number): void {
    this.#next[this.#before[at] ?? 0] = at;
    this.#before[this.#next[at] ?? 0] = at;
  }
}

/** A number below 2^52 that looks drawn at random. Source: the finalizer of MurmurHash3. */
function hashOf(value: number): number {
  return (mixed(value) & 0xfffff) * 2 ** 32 + (mixed(value ^ 0x5bd1e995) >>> 0);
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
