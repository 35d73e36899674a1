/** The general search: one pass over the events with the set of all configurations that may be the case.
 *
 * - An operation is placed only when its return, or that of another, demands it: at a return every
 *   configuration in which the operation is not done yet is replaced by those that follow from placing
 *   open operations in any order, the returning one last.
 * - A read is done as soon as a state allows it: that costs nothing and forbids nothing.
 * - When an operation that overwrites is placed, every other open one becomes optional: it may have
 *   happened just before, unseen.
 * - Of open operations of one class the one that returns first is placed first.
 * - An operation that never returned is used only where no open operation of its class is left.
 *
 * Invariant: after an event, an order of operations explains the history so far if and only if some
 * configuration of the set, or one that it dominates, says so. (Not so once a set was trimmed: then a
 * stuck search proves nothing.)
 *
 * Ideas: Wing & Gong 1993; Lowe 2017 (just-in-time linearization). */
import { ConfigurationSet, MASKS, STATE, USED } from './configuration-set.ts';
import { LostOperations } from './lost-operations.ts';
import { NONE, type Problem } from './problem.ts';
import { IMPOSSIBLE, type Transitions } from './transitions.ts';
import { UsageCounts } from './usage-counts.ts';
import { PAST, READS, Window } from './window.ts';

export interface ScanOptions {
  /** `unlimited`: a never-returned operation may be used any number of times. Whatever is stuck even
   * then is not linearizable; what passes may be. */
  readonly usage: 'counted' | 'unlimited';
  /** Configurations kept that differ only in the never-returned operations they used. With 0 one that
   * used fewer in all dominates, whatever they are. */
  readonly limit: number;
  /** Most states that one return may be the first to lead to. */
  readonly newStates: number;
  /** Why to stop now, asked every few thousand steps. */
  readonly spent: (words: number) => string | undefined;
}

export type ScanResult =
  | { readonly kind: 'linearizable' }
  /** No configuration survives the return at this place in the events. */
  | { readonly kind: 'stuck'; readonly event: number; readonly trimmed: boolean }
  | { readonly kind: 'stopped'; readonly event: number; readonly why: string };

const STEPS_BETWEEN_QUESTIONS = 4096;

export class Scan<S> {
  readonly #problem: Problem;
  readonly #transitions: Transitions<S>;
  readonly #options: ScanOptions;
  readonly #window: Window<S>;
  readonly #counts: UsageCounts;
  readonly #lost: LostOperations;
  /** The set before the event, the one being made, and what the search of one return has seen. */
  #now: ConfigurationSet;
  #next: ConfigurationSet;
  readonly #seen: ConfigurationSet;
  readonly #node: Int32Array;
  readonly #child: Int32Array;
  readonly #words: number;
  /** The node at which a class was last found to have an open operation that is not placed. */
  readonly #unplacedAt: Int32Array;
  #nodes = 0;
  #event = 0;
  #steps = 0;
  #statesBefore = 0;
  #why: string | undefined;

  /** `initial` are the states that the object may be in before the first event. */
  constructor(
    problem: Problem,
    transitions: Transitions<S>,
    options: ScanOptions,
    initial: readonly number[] = [0],
  ) {
    this.#problem = problem;
    this.#transitions = transitions;
    this.#options = options;
    this.#words = Math.max(1, (problem.slots + 31) >> 5);
    this.#window = new Window(problem, transitions, this.#words);
    this.#lost = new LostOperations(problem);
    this.#unplacedAt = new Int32Array(problem.classes.length);
    this.#counts = new UsageCounts(
      options.usage === 'counted' ? this.#lost.classes.length : 0,
      options.limit === 0,
    );
    this.#now = new ConfigurationSet(this.#words, this.#counts);
    this.#next = new ConfigurationSet(this.#words, this.#counts);
    this.#seen = new ConfigurationSet(this.#words, this.#counts);
    this.#node = new Int32Array(this.#now.stride);
    this.#child = new Int32Array(this.#now.stride);
    for (const state of initial) {
      this.#node[STATE] = state;
      this.#now.add(this.#node, 0, options.limit);
    }
  }

  /** The states that were possible before the event that `run` stopped at. */
  statesBefore(): number[] {
    return statesOf(this.#now);
  }

  /** The states that any order of the open operations leads to, where `run` got stuck. */
  statesReached(): number[] {
    return statesOf(this.#seen);
  }

  /** Goes on with the events up to, and without, `end`. */
  run(end: number = this.#problem.events.length): ScanResult {
    const { events } = this.#problem;
    for (; this.#event < end; this.#event++) {
      const event = this.#event;
      const op = events[event] ?? 0;
      if (op >= 0) this.#invoke(op);
      else if (!this.#return(~op)) return this.#stuck(event);
      if (this.#why !== undefined) return { kind: 'stopped', event, why: this.#why };
    }
    return { kind: 'linearizable' };
  }

  #stuck(event: number): ScanResult {
    if (this.#why !== undefined) return { kind: 'stopped', event, why: this.#why };
    const trimmed =
      this.#options.limit === 0 || this.#now.trimmed || this.#next.trimmed || this.#seen.trimmed;
    return { kind: 'stuck', event, trimmed };
  }

  #invoke(op: number): void {
    const slot = this.#problem.slotOf[op] ?? NONE;
    const operationClass = this.#problem.classOf[op] ?? NONE;
    if (slot === NONE) {
      this.#lost.invoke(operationClass);
      return;
    }
    this.#window.open(op, slot);
    if (this.#window.isRead(operationClass)) this.#beginRead(slot, operationClass);
  }

  /** Done where the state allows it. */
  #beginRead(slot: number, operationClass: number): void {
    const { data, length, stride, words } = this.#now;
    const offset = MASKS + words + (slot >> 5);
    const bit = 1 << (slot & 31);
    for (let at = 0; at < length * stride; at += stride) {
      const state = data[at] ?? NONE;
      if (state < 0 || this.#transitions.next(state, operationClass) === IMPOSSIBLE) continue;
      data[at + offset] = (data[at + offset] ?? 0) | bit;
    }
  }

  /** Whether any configuration survives. */
  #return(op: number): boolean {
    const slot = this.#problem.slotOf[op] ?? NONE;
    const isRead = this.#window.isRead(this.#window.classAt[slot] ?? NONE);
    if (!this.#clearWhereAllAreDone(slot, isRead)) {
      this.#startFrom(slot, isRead);
      this.#statesBefore = this.#transitions.size;
      for (let node = 0; node < this.#seen.length && this.#why === undefined; node++)
        if (this.#seen.has(node)) this.#expand(node, slot, isRead);
      if (this.#next.size === 0 || this.#why !== undefined) return false;
      [this.#now, this.#next] = [this.#next, this.#now];
    }
    this.#window.close(slot);
    return true;
  }

  /** The common case: the operation is at the same known place everywhere, so no two become alike. */
  #clearWhereAllAreDone(slot: number, isRead: boolean): boolean {
    const { data, length, stride, words } = this.#now;
    const offset = MASKS + (slot >> 5) + (isRead ? words : 0);
    const bit = 1 << (slot & 31);
    for (let at = 0; at < length * stride; at += stride)
      if ((data[at] ?? NONE) >= 0 && ((data[at + offset] ?? 0) & bit) === 0) return false;
    for (let at = 0; at < length * stride; at += stride)
      data[at + offset] = (data[at + offset] ?? 0) & ~bit;
    return true;
  }

  /** Keeps what is done, and begins the search with what is not. */
  #startFrom(slot: number, isRead: boolean): void {
    const { data, length, stride, words } = this.#now;
    const placed = MASKS + (slot >> 5);
    const bit = 1 << (slot & 31);
    this.#next.clear();
    this.#seen.clear();
    for (let at = 0; at < length * stride; at += stride) {
      if ((data[at] ?? NONE) < 0) continue;
      const isPlaced = ((data[at + placed] ?? 0) & bit) !== 0;
      const isOptional = ((data[at + placed + words] ?? 0) & bit) !== 0;
      if (isPlaced || isOptional) this.#keepDone(data, at, placed, bit);
      if (!isPlaced && !(isOptional && isRead)) this.#seen.add(data, at, this.#options.limit);
    }
  }

  /** Adds a configuration to the next set, without the returning operation's slot. */
  #keepDone(data: Int32Array, at: number, placed: number, bit: number): void {
    const { stride, words } = this.#now;
    const kept = this.#node;
    for (let word = 0; word < stride; word++) kept[word] = data[at + word] ?? 0;
    kept[placed] = (kept[placed] ?? 0) & ~bit;
    kept[placed + words] = (kept[placed + words] ?? 0) & ~bit;
    this.#next.add(kept, 0, this.#options.limit);
  }

  /** Places the returning operation after a node, and every other open operation to make more nodes. */
  #expand(index: number, slot: number, isRead: boolean): void {
    const { data, stride } = this.#seen;
    const start = index * stride;
    for (let word = 0; word < stride; word++) this.#node[word] = data[start + word] ?? 0;
    this.#nodes += 1;
    this.#askBudget();
    if (!isRead) this.#placeReturning(slot);
    this.#placeOpen(slot, isRead);
    this.#placeLost(slot, isRead);
  }

  #askBudget(): void {
    this.#steps += 1;
    if (this.#transitions.size - this.#statesBefore > this.#options.newStates)
      this.#why ??= `one event leads to more than ${this.#options.newStates} new states`;
    if (this.#steps % STEPS_BETWEEN_QUESTIONS !== 0) return;
    const words = this.#now.data.length + this.#next.data.length + this.#seen.data.length;
    this.#why ??= this.#options.spent(words + this.#transitions.entries);
  }

  #placeReturning(slot: number): void {
    const operationClass = this.#window.classAt[slot] ?? NONE;
    const state = this.#transitions.next(this.#node[STATE] ?? 0, operationClass);
    if (state === IMPOSSIBLE || !this.#place(slot, operationClass, state)) return;
    const child = this.#child;
    const placed = MASKS + (slot >> 5);
    const mask = ~(1 << (slot & 31));
    child[placed] = (child[placed] ?? 0) & mask;
    child[placed + this.#words] = (child[placed + this.#words] ?? 0) & mask;
    this.#next.add(child, 0, this.#options.limit);
  }

  /** Of each class the open operation that returns first; and the first of those that are optional, where
   * it returns before the first that is not. */
  #placeOpen(slot: number, isRead: boolean): void {
    const { order, classAt, length } = this.#window;
    const node = this.#node;
    for (let at = 0; at < length; ) {
      const operationClass = classAt[order[at] ?? 0] ?? NONE;
      const oneIsEnough = this.#window.overwrites(operationClass);
      let optional = false;
      let decided = false;
      for (; at < length && classAt[order[at] ?? 0] === operationClass; at++) {
        const candidate = order[at] ?? 0;
        const word = MASKS + (candidate >> 5);
        const bit = 1 << (candidate & 31);
        if (decided || ((node[word] ?? 0) & bit) !== 0) continue;
        const isOptional = ((node[word + this.#words] ?? 0) & bit) !== 0;
        if (isOptional && optional) continue;
        this.#unplacedAt[operationClass] = this.#nodes;
        if (candidate !== slot) this.#follow(candidate, operationClass, slot, isRead);
        optional ||= isOptional;
        decided = oneIsEnough || !isOptional;
      }
    }
  }

  #placeLost(slot: number, isRead: boolean): void {
    const counted = this.#options.usage === 'counted';
    for (let position = 0; position < this.#lost.classes.length; position++) {
      const operationClass = this.#lost.classes[position] ?? NONE;
      const available = this.#lost.available[position] ?? 0;
      const used = this.#node[USED] ?? 0;
      if (available <= (counted ? this.#counts.of(used, position) : 0)) continue;
      if (this.#unplacedAt[operationClass] === this.#nodes) continue;
      if (counted) this.#node[USED] = this.#counts.plusOne(used, position);
      this.#follow(NONE, operationClass, slot, isRead);
      this.#node[USED] = used;
    }
  }

  /** The node after one more operation, in `candidate`'s slot or never returned, before the returning one. */
  #follow(candidate: number, operationClass: number, slot: number, isRead: boolean): void {
    const state = this.#transitions.next(this.#node[STATE] ?? 0, operationClass);
    if (state === IMPOSSIBLE || !this.#place(candidate, operationClass, state)) return;
    const child = this.#child;
    const optional = MASKS + this.#words + (slot >> 5);
    const bit = 1 << (slot & 31);
    const isDone = ((child[optional] ?? 0) & bit) !== 0;
    const wasDone = ((this.#node[optional] ?? 0) & bit) !== 0;
    if (!(isDone && isRead)) this.#seen.add(child, 0, this.#options.limit);
    if (!isDone || wasDone) return;
    child[optional] = (child[optional] ?? 0) & ~bit;
    this.#next.add(child, 0, this.#options.limit);
  }

  /** Makes `#child` of `#node`. False when an open operation can never happen after that. */
  #place(slot: number, operationClass: number, state: number): boolean {
    const words = this.#words;
    const [node, child] = [this.#node, this.#child];
    for (let word = 0; word < child.length; word++) child[word] = node[word] ?? 0;
    child[STATE] = state;
    if (slot !== NONE) {
      const word = MASKS + (slot >> 5);
      child[word] = (child[word] ?? 0) | (1 << (slot & 31));
      child[word + words] = (child[word + words] ?? 0) & ~(1 << (slot & 31));
    }
    const after = this.#window.masksOf(state);
    const { masks, overwriting } = this.#window;
    const absorbs = this.#window.overwrites(operationClass);
    for (let word = 0; word < words; word++) {
      const placed = child[MASKS + word] ?? 0;
      let optional = child[MASKS + words + word] ?? 0;
      if (absorbs) optional |= (overwriting[word] ?? 0) & ~placed;
      optional |= masks[after + READS * words + word] ?? 0;
      child[MASKS + words + word] = optional;
      if (((masks[after + PAST * words + word] ?? 0) & ~placed & ~optional) !== 0) return false;
    }
    return true;
  }
}

function statesOf(set: ConfigurationSet): number[] {
  const states = new Set<number>();
  for (let index = 0; index < set.length; index++)
    if (set.has(index)) states.add(set.data[index * set.stride + STATE] ?? NONE);
  return [...states];
}
