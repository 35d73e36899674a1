/** The engine: gives the workers what a generator asks for and records what happens, in order.
 *
 * It runs on callbacks alone: at tens of thousands of operations a second a promise chain for each
 * worker and a timer for each operation are most of the cost. One timer wakes it for operations that
 * are not due yet, one watches all deadlines. */
import type { Clock, Timer } from '../clock.ts';
import type { Client, Generator, Outcome, Scheduled, Worker } from '../contract.ts';
import type { Event, Invocation, Process } from '../history/event.ts';
import { Deadlines, GRACE_MS } from './deadlines.ts';
import { completionOf, endsProcess, eventOf } from './events.ts';
import { Hand } from './hand.ts';

/** How often a generator is asked again that waits although no operation is open. */
const IDLE_POLL_MS = 10;
/** Operations after which timers and sockets get a turn, however fast clients answer. */
const OPERATIONS_PER_TURN = 1000;

interface EngineOptions {
  readonly clock: Clock;
  /** Client threads; the nemesis is one more. */
  readonly concurrency: number;
  /** The client of a process; called again for each process that follows a retired one. */
  readonly open: (worker: Worker) => Client;
  /** The client of a process that was retired. */
  readonly retired: (client: Client, process: Process) => void;
  /** How long an operation of the worker may take before it is aborted. */
  readonly limitMs: (worker: Worker) => number;
  /** Called with every event, in the order of the history. */
  readonly record: (event: Event) => void;
}

/** Runs one generator after the other on the same processes. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #hands = new Map<Process, Hand>();
  /** What generators are shown; `free` in the order in which they became free. */
  readonly #context: { timeNs: number; readonly free: Worker[]; all: readonly Worker[] };
  readonly #deadlines: Deadlines;
  /** Threads on hold, and whom to tell when they rest. */
  readonly #held = new Map<number, () => void>();
  /** Workers of threads on hold that have nothing in hand. */
  readonly #resting: Worker[] = [];
  #generator: Generator | undefined;
  #end: ((error?: unknown) => void) | undefined;
  #wake: { readonly timer: Timer; readonly atNs: number } | undefined;
  #sinceTurn = 0;
  #nextIndex = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    const all = workersOf(options.concurrency);
    this.#context = { timeNs: 0, free: [...all], all };
    this.#deadlines = new Deadlines(
      options.clock,
      () => this.#hands.values(),
      hand => this.#abandon(hand),
    );
    for (const worker of all) this.#open(worker);
  }

  /** Resolves when the generator is done, or `stop` aborts, and every operation has returned; rejects
   * with the reason of `abort`, leaving operations open, or with what the generator threw. */
  async run(generator: Generator, stop: AbortSignal, abort: AbortSignal): Promise<void> {
    abort.throwIfAborted();
    this.#generator = stop.aborted ? undefined : generator;
    const listening = new AbortController();
    const { signal } = listening;
    const ended = new Promise<void>((resolve, reject) => {
      this.#end = error => (error === undefined ? resolve() : reject(error));
    });
    stop.addEventListener('abort', () => this.#stopLoad(), { signal });
    abort.addEventListener('abort', () => this.#abort(abort.reason), { signal });
    this.#pump();
    return ended.finally(() => {
      listening.abort();
      this.#end = undefined;
      this.#cancelWake();
      this.#deadlines.cancel();
    });
  }

  /** Returns the clients of all processes, to be closed when nothing runs anymore. */
  clients(): readonly Client[] {
    return [...this.#hands.values()].map(hand => hand.client);
  }

  /** Asks the generator again: something that it waits for may have happened. */
  ask(): void {
    this.#pump();
  }

  /** Gives the thread no operation until it is released; resolves when it has none in hand. */
  hold(thread: number): Promise<void> {
    return new Promise(resolve => {
      this.#held.set(thread, resolve);
      this.#rest(thread);
    });
  }

  release(thread: number): void {
    this.#held.get(thread)?.();
    this.#held.delete(thread);
    const at = this.#resting.findIndex(worker => worker.thread === thread);
    if (at === -1) return;
    this.#context.free.push(...this.#resting.splice(at, 1));
    this.#pump();
  }

  /** Takes a free worker of a thread on hold aside. */
  #rest(thread: Worker['thread']): void {
    if (thread === 'nemesis') return;
    const { free } = this.#context;
    const at = free.findIndex(worker => worker.thread === thread);
    if (at === -1 || !this.#held.has(thread)) return;
    this.#resting.push(...free.splice(at, 1));
    this.#held.get(thread)?.();
  }

  #stopLoad(): void {
    this.#generator = undefined;
    this.#pump();
  }

  #abort(reason: unknown): void {
    for (const hand of this.#hands.values()) hand.abandon(reason);
    this.#end?.(reason);
  }

  #pump(): void {
    try {
      while (this.#end !== undefined && this.#step());
    } catch (error) {
      this.#abort(error);
    }
  }

  /** Starts the next operation; false when there is nothing to do before something happens. */
  #step(): boolean {
    const generator = this.#generator;
    if (generator === undefined) return this.#endWhenIdle();
    if (this.#sinceTurn >= OPERATIONS_PER_TURN) return this.#giveTurn();
    const nowNs = this.#options.clock.nowNs();
    this.#context.timeNs = nowNs;
    const next = generator.next(this.#context);
    if (next.kind === 'op' && next.op.timeNs <= nowNs) {
      this.#start(next.op, next.then, nowNs);
      return true;
    }
    if (next.kind === 'op') return this.#wakeAt(next.op.timeNs, nowNs);
    this.#generator = next.kind === 'done' ? undefined : next.then;
    if (next.kind === 'done') return true;
    return this.#isIdle() ? this.#wakeAt(nowNs + IDLE_POLL_MS * 1e6, nowNs) : false;
  }

  #isIdle(): boolean {
    const { free, all } = this.#context;
    return free.length + this.#resting.length === all.length;
  }

  #endWhenIdle(): boolean {
    if (this.#isIdle()) this.#end?.();
    return false;
  }

  #giveTurn(): boolean {
    return this.#wakeAt(0, 0);
  }

  #wakeAt(atNs: number, nowNs: number): boolean {
    if (this.#wake?.atNs === atNs) return false;
    this.#cancelWake();
    const timer = this.#options.clock.after((atNs - nowNs) / 1e6, this.#woken);
    this.#wake = { timer, atNs };
    return false;
  }

  readonly #woken = (): void => {
    this.#wake = undefined;
    this.#sinceTurn = 0;
    this.#pump();
  };

  #cancelWake(): void {
    this.#wake?.timer.cancel();
    this.#wake = undefined;
  }

  #start({ invocation, process }: Scheduled<Invocation>, then: Generator, nowNs: number): void {
    const hand = this.#hands.get(process);
    const at = this.#context.free.findIndex(worker => worker.process === process);
    if (hand === undefined || at === -1)
      throw new RangeError(
        `generator: expected a free process, found ${process} (${invocation.f})`,
      );
    this.#sinceTurn += 1;
    this.#context.free.splice(at, 1);
    this.#generator = then;
    const place = { index: this.#nextIndex++, process, time: nowNs };
    this.#happened(eventOf('invoke', invocation, place));
    const deadlineNs = nowNs + this.#options.limitMs(hand.worker) * 1e6;
    this.#deadlines.add(deadlineNs, nowNs);
    hand.start(invocation, deadlineNs);
  }

  readonly #answered = (hand: Hand, invocation: Invocation, answer: Outcome): void => {
    try {
      this.#completed(hand, invocation, answer);
      this.#pump();
    } catch (error) {
      this.#abort(error);
    }
  };

  #abandon(hand: Hand): void {
    const invocation = hand.abandon(new Error('given up'));
    if (invocation === undefined) return;
    const message = `the client did not answer within ${GRACE_MS} ms after its operation was aborted`;
    this.#answered(hand, invocation, { type: 'info', error: { name: 'timeout', message } });
  }

  #completed(hand: Hand, invocation: Invocation, answer: Outcome): void {
    const { worker } = hand;
    const time = this.#options.clock.nowNs();
    const place = { index: this.#nextIndex++, process: worker.process, time };
    const event = completionOf(invocation, answer, place);
    this.#context.free.push(worker);
    this.#happened(event);
    if (hand.abandoned || endsProcess(event)) this.#retire(hand);
    this.#rest(worker.thread);
  }

  /** Replaces the process by the next one of its thread; the nemesis stays what it is. */
  #retire({ worker, client }: Hand): void {
    const { process } = worker;
    const next = process === 'nemesis' ? process : process + this.#options.concurrency;
    const successor: Worker = { ...worker, process: next };
    const swap = (each: Worker): Worker => (each === worker ? successor : each);
    this.#context.all = this.#context.all.map(swap);
    this.#context.free.splice(this.#context.free.indexOf(worker), 1, successor);
    this.#hands.delete(process);
    this.#options.retired(client, process);
    this.#open(successor);
  }

  #open(worker: Worker): void {
    const hand = new Hand(worker, this.#options.open(worker), this.#answered);
    this.#hands.set(worker.process, hand);
  }

  #happened(event: Event): void {
    this.#context.timeNs = event.time;
    this.#options.record(event);
    this.#generator = this.#generator?.update(this.#context, event);
  }
}

function workersOf(concurrency: number): Worker[] {
  const clients = Array.from({ length: concurrency }, (_, thread) => ({ process: thread, thread }));
  return [...clients, { process: 'nemesis', thread: 'nemesis' }];
}
