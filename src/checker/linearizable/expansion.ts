/** One step of the general search: what follows from placing open operations before one that returns. */
import { ConfigurationSet, MASKS, STATE, USED } from './configuration-set.ts';
import type { LostOperations } from './lost-operations.ts';
import { NONE } from './problem.ts';
import { IMPOSSIBLE, type Transitions } from './transitions.ts';
import type { UsageCounts } from './usage-counts.ts';
import { PAST, READS, type Window } from './window.ts';

/** What the search knows of the history at the moment. */
interface Surroundings<S> {
  readonly transitions: Transitions<S>;
  readonly window: Window<S>;
  readonly lost: LostOperations;
  readonly counts: UsageCounts;
  /** 1 for each never-returned class, by position, of which no more may be used than there are. */
  readonly isCounted: Uint8Array;
  readonly limit: number;
  readonly words: number;
  readonly classes: number;
}

export class Expansion<S> {
  /** Configurations after the return. */
  next: ConfigurationSet;
  /** Configurations before it, with more and more operations placed. */
  readonly seen: ConfigurationSet;
  readonly #transitions: Transitions<S>;
  readonly #window: Window<S>;
  readonly #lost: LostOperations;
  readonly #counts: UsageCounts;
  readonly #isCounted: Uint8Array;
  readonly #limit: number;
  readonly #words: number;
  readonly #node: Int32Array;
  readonly #child: Int32Array;
  /** The node at which a class was last found to have an open operation that is not placed. */
  readonly #unplacedAt: Int32Array;
  #nodes = 0;

  constructor(around: Surroundings<S>) {
    this.#transitions = around.transitions;
    this.#window = around.window;
    this.#lost = around.lost;
    this.#counts = around.counts;
    this.#isCounted = around.isCounted;
    this.#limit = around.limit;
    this.#words = around.words;
    this.#unplacedAt = new Int32Array(around.classes);
    this.next = new ConfigurationSet(around.words, around.counts);
    this.seen = new ConfigurationSet(around.words, around.counts);
    this.#node = new Int32Array(this.next.stride);
    this.#child = new Int32Array(this.next.stride);
  }

  /** Keeps what is done of the set before the return, and makes nodes of what is not. */
  begin({ data, length, stride, words }: ConfigurationSet, slot: number, isRead: boolean): void {
    const placed = MASKS + (slot >> 5);
    const bit = 1 << (slot & 31);
    this.next.clear();
    this.seen.clear();
    for (let at = 0; at < length * stride; at += stride) {
      if ((data[at] ?? NONE) < 0) continue;
      const isPlaced = ((data[at + placed] ?? 0) & bit) !== 0;
      const isOptional = ((data[at + placed + words] ?? 0) & bit) !== 0;
      if (isPlaced || isOptional) this.#keepDone(data, at, slot);
      if (!isPlaced && !(isOptional && isRead)) this.seen.add(data, at, this.#limit);
    }
  }

  /** Adds a configuration to the next set, without the returning operation's slot. */
  #keepDone(data: Int32Array, at: number, slot: number): void {
    const child = this.#child;
    for (let word = 0; word < child.length; word++) child[word] = data[at + word] ?? 0;
    this.#addToNext(slot);
  }

  /** Places the returning operation after a node, and every other open operation to make more nodes. */
  expand(index: number, slot: number, isRead: boolean): void {
    const { data, stride } = this.seen;
    const start = index * stride;
    for (let word = 0; word < stride; word++) this.#node[word] = data[start + word] ?? 0;
    this.#nodes += 1;
    if (!isRead) this.#placeReturning(slot);
    this.#placeOpen(slot, isRead);
  }

  #placeReturning(slot: number): void {
    const operationClass = this.#window.classAt[slot] ?? NONE;
    const state = this.#transitions.next(this.#node[STATE] ?? 0, operationClass);
    if (state !== IMPOSSIBLE && this.#place(slot, operationClass, state)) this.#addToNext(slot);
  }

  /** Takes the child over, without the returning operation's slot. */
  #addToNext(slot: number): void {
    const child = this.#child;
    const placed = MASKS + (slot >> 5);
    const mask = ~(1 << (slot & 31));
    child[placed] = (child[placed] ?? 0) & mask;
    child[placed + this.#words] = (child[placed + this.#words] ?? 0) & mask;
    this.next.add(child, 0, this.#limit);
  }

  /** Places, for each class, the open operation that returns first; and the first optional one, if it returns
   * before the first that is not. */
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

  /** Places operations that never returned after the node expanded last. */
  placeLost(slot: number, isRead: boolean): void {
    for (let position = 0; position < this.#lost.begun; position++) {
      const counted = this.#isCounted[position] === 1;
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
    if (!(isDone && isRead)) this.seen.add(child, 0, this.#limit);
    if (isDone && !wasDone) this.#addToNext(slot);
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
