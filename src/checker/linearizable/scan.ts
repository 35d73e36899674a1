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
import { ConfigurationSet, MASKS, STATE } from './configuration-set.ts';
import { Expansion } from './expansion.ts';
import { LostOperations } from './lost-operations.ts';
import { neededClasses } from './needed-classes.ts';
import { NONE, type Problem } from './problem.ts';
import { IMPOSSIBLE, type Transitions } from './transitions.ts';
import { UsageCounts } from './usage-counts.ts';
import { Window } from './window.ts';

export interface ScanOptions {
  /** The classes whose never-returned operations are counted; one of another may be used any number of
   * times. What is stuck even then is not linearizable; what passes may be, unless all are counted. */
  readonly counted: 'all' | ReadonlySet<number>;
  /** Configurations kept that differ only in the never-returned operations they used. With 0, one that used
   * fewer in total dominates, of any class. */
  readonly limit: number;
  /** The event from which on never-returned operations are used sparingly: only at returns that no
   * configuration survives without. */
  readonly sparingFrom: number;
  /** Uses what the model knows of operations that can never happen any more. */
  readonly foresight: boolean;
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
const EVENTS_BETWEEN_SNAPSHOTS = 2048;

/** The configurations before an event, for a scan that continues from there. */
export interface ScanSnapshot {
  readonly event: number;
  readonly configurations: Int32Array;
  readonly counts: UsageCounts;
}

/** What may be the case at a moment: the state, and what became of the open operations, by slot. */
export interface Configuration {
  readonly state: number;
  isPlaced(slot: number): boolean;
  /** Done, or still to be done: both are possible. */
  isOptional(slot: number): boolean;
}

export class Scan<S> {
  readonly #problem: Problem;
  readonly #transitions: Transitions<S>;
  readonly #options: ScanOptions;
  readonly #window: Window<S>;
  readonly #counts: UsageCounts;
  readonly #lost: LostOperations;
  readonly #expansion: Expansion<S>;
  readonly #words: number;
  /** The set before the event. */
  #now: ConfigurationSet;
  #snapshots: readonly ScanSnapshot[] = [];
  #event = 0;
  #steps = 0;
  #statesBefore = 0;
  #why: string | undefined;

  /** `from` is what the object may be in before the first event, or where another scan was. */
  constructor(
    problem: Problem,
    transitions: Transitions<S>,
    options: ScanOptions,
    from: readonly number[] | ScanSnapshot = [0],
  ) {
    this.#problem = problem;
    this.#transitions = transitions;
    this.#options = options;
    this.#words = Math.max(1, (problem.slots + 31) >> 5);
    this.#window = new Window(problem, transitions, this.#words, options.foresight);
    this.#lost = new LostOperations(problem);
    const { counted, limit } = options;
    const isCounted = Uint8Array.from(this.#lost.classes, operationClass =>
      Number(counted === 'all' || counted.has(operationClass)),
    );
    this.#counts = 'counts' in from ? from.counts : new UsageCounts(isCounted.length, limit === 0);
    this.#expansion = new Expansion({
      transitions,
      window: this.#window,
      lost: this.#lost,
      counts: this.#counts,
      isCounted,
      limit,
      words: this.#words,
      classes: problem.classes.length,
    });
    this.#now = new ConfigurationSet(this.#words, this.#counts);
    if ('counts' in from) this.#resume(from);
    else this.#begin(from);
  }

  #begin(states: readonly number[]): void {
    const configuration = new Int32Array(this.#now.stride);
    for (const state of states) {
      configuration[STATE] = state;
      this.#now.add(configuration, 0, this.#options.limit);
    }
  }

  #resume({ event, configurations }: ScanSnapshot): void {
    for (; this.#event < event; this.#event++) {
      const op = this.#problem.events[this.#event] ?? 0;
      if (op >= 0) this.#open(op);
      else this.#window.close(this.#problem.slotOf[~op] ?? NONE);
    }
    for (let at = 0; at < configurations.length; at += this.#now.stride)
      this.#now.add(configurations, at, this.#options.limit);
  }

  /** The states that were possible before the event that `run` stopped at. */
  statesBefore(): number[] {
    return this.#now.states();
  }

  /** The states that any order of the open operations leads to, where `run` got stuck. */
  statesReached(): number[] {
    return this.#expansion.seen.states();
  }

  /** Returns the classes of never-returned operations of which one more might have helped where `run` got
   * stuck. */
  neededClasses(): number[] {
    const op = ~(this.#problem.events[this.#event] ?? 0);
    return neededClasses(this.#transitions, {
      states: this.statesReached(),
      returning: this.#problem.classOf[op] ?? NONE,
      open: new Set(this.#window.classAt.filter(operationClass => operationClass !== NONE)),
      lost: [...this.#lost.classes].filter((_, at) => (this.#lost.available[at] ?? 0) > 0),
    });
  }

  /** What may be the case before the event that `run` stopped at. */
  configurations(): Configuration[] {
    const { data, length, stride, words } = this.#now;
    const starts = Array.from({ length }, (_, index) => index * stride);
    return starts.flatMap(at => {
      const state = data[at] ?? NONE;
      if (state < 0) return [];
      const has = (mask: number, slot: number): boolean =>
        (((data[at + mask + (slot >> 5)] ?? 0) >>> (slot & 31)) & 1) === 1;
      return [
        {
          state,
          isPlaced: slot => has(MASKS, slot),
          isOptional: slot => has(MASKS + words, slot),
        },
      ];
    });
  }

  /** Where it was a few thousand events before it stopped. */
  earlier(): ScanSnapshot | undefined {
    return this.#snapshots[0];
  }

  /** Continues with the events up to, and without, `end`. */
  run(end: number = this.#problem.events.length): ScanResult {
    const { events } = this.#problem;
    for (; this.#event < end; this.#event++) {
      const event = this.#event;
      if (event % EVENTS_BETWEEN_SNAPSHOTS === 0) this.#snap();
      const op = events[event] ?? 0;
      if (op >= 0) this.#invoke(op);
      else if (!this.#return(~op)) return this.#stuck(event);
      if (this.#why !== undefined) return { kind: 'stopped', event, why: this.#why };
    }
    return { kind: 'linearizable' };
  }

  #snap(): void {
    const { data, length, stride } = this.#now;
    const snapshot: ScanSnapshot = {
      event: this.#event,
      configurations: data.slice(0, length * stride),
      counts: this.#counts,
    };
    this.#snapshots = [...this.#snapshots.slice(-1), snapshot];
  }

  #stuck(event: number): ScanResult {
    if (this.#why !== undefined) return { kind: 'stopped', event, why: this.#why };
    const trimmed =
      this.#options.limit === 0 ||
      event >= this.#options.sparingFrom ||
      this.#now.trimmed ||
      this.#expansion.next.trimmed ||
      this.#expansion.seen.trimmed;
    return { kind: 'stuck', event, trimmed };
  }

  #invoke(op: number): void {
    this.#open(op);
    const slot = this.#problem.slotOf[op] ?? NONE;
    const operationClass = this.#problem.classOf[op] ?? NONE;
    if (slot !== NONE && this.#window.isRead(operationClass)) this.#beginRead(slot, operationClass);
  }

  #open(op: number): void {
    const slot = this.#problem.slotOf[op] ?? NONE;
    if (slot === NONE) this.#lost.invoke(this.#problem.classOf[op] ?? NONE);
    else this.#window.open(op, slot);
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
      this.#expand(slot, isRead);
      const { next } = this.#expansion;
      if (next.size === 0 || this.#why !== undefined) return false;
      this.#expansion.next = this.#now;
      this.#now = next;
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

  /** Works out the configurations after the return. */
  #expand(slot: number, isRead: boolean): void {
    this.#statesBefore = this.#transitions.size;
    this.#expansion.begin(this.#now, slot, isRead);
    if (this.#event >= this.#options.sparingFrom) {
      this.#expandAll(slot, isRead, false);
      if (this.#expansion.next.size > 0) return;
    }
    this.#expandAll(slot, isRead, true);
  }

  #expandAll(slot: number, isRead: boolean, usesLost: boolean): void {
    const { seen } = this.#expansion;
    for (let node = 0; node < seen.length && this.#why === undefined; node++) {
      if (!seen.has(node)) continue;
      this.#expansion.expand(node, slot, isRead);
      if (usesLost) this.#expansion.placeLost(slot, isRead);
      this.#askBudget();
    }
  }

  #askBudget(): void {
    this.#steps += 1;
    if (this.#transitions.size - this.#statesBefore > this.#options.newStates)
      this.#why ??= `one event leads to more than ${this.#options.newStates} new states`;
    if (this.#steps % STEPS_BETWEEN_QUESTIONS !== 0) return;
    const { next, seen } = this.#expansion;
    const words = this.#now.data.length + next.data.length + seen.data.length + this.#counts.words;
    this.#why ??= this.#options.spent(words + this.#transitions.entries);
  }
}
