/** The clients of one thread as nemeses reach them. */
import type { ClientControl, ClientSession } from '../contract.ts';
import type { Engine } from './engine.ts';
import { Gate } from './gate.ts';

export class ThreadControl implements ClientControl {
  readonly thread: number;
  readonly gate: Gate = new Gate();
  #engine: Pick<Engine, 'hold' | 'release'> | undefined;
  /** Why it is given no operation. */
  readonly #holds = new Set<'paused' | 'idle'>();
  /** Resolves when it has none in hand; set while it is on hold. */
  #atRest: Promise<void> | undefined;

  constructor(thread: number) {
    this.thread = thread;
  }

  /** Says who gives the thread its operations. */
  employ(engine: Pick<Engine, 'hold' | 'release'>): void {
    this.#engine = engine;
  }

  session(): ClientSession | undefined {
    return this.gate.session;
  }

  /** An operation in hand is over at its deadline at the latest. Resumed before that, it is not paused. */
  async pause(moment: 'at once' | 'at rest'): Promise<void> {
    const atRest = this.#hold('paused');
    if (moment === 'at rest') await atRest;
    if (this.#holds.has('paused')) this.gate.freeze();
  }

  /** What is held back comes before operations do. */
  resume(): void {
    if (this.#holds.has('paused')) this.gate.thaw();
    this.#release('paused');
  }

  idle(): Promise<void> {
    return this.#hold('idle');
  }

  wake(): void {
    this.#release('idle');
  }

  #hold(why: 'paused' | 'idle'): Promise<void> {
    this.#holds.add(why);
    this.#atRest ??= this.#engine?.hold(this.thread) ?? Promise.resolve();
    return this.#atRest;
  }

  #release(why: 'paused' | 'idle'): void {
    if (!this.#holds.delete(why) || this.#holds.size > 0) return;
    this.#atRest = undefined;
    this.#engine?.release(this.thread);
  }

  cut(): void {
    this.gate.cut();
  }

  restore(): void {
    this.gate.restore();
  }
}

export function threadControls(concurrency: number): readonly ThreadControl[] {
  return Array.from({ length: concurrency }, (_, thread) => new ThreadControl(thread));
}
