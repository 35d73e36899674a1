/** The clients of one thread as nemeses reach them. */
import type { ClientControl, ClientSession } from '../contract.ts';
import type { Engine } from './engine.ts';
import { Gate } from './gate.ts';

export class ThreadControl implements ClientControl {
  readonly thread: number;
  readonly gate: Gate = new Gate();
  #engine: Pick<Engine, 'hold' | 'release'> | undefined;
  #paused = false;

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
    this.#paused = true;
    const resting = this.#engine?.hold(this.thread);
    if (moment === 'at rest') await resting;
    if (this.#paused) this.gate.freeze();
  }

  /** What is held back comes before operations do. */
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.gate.thaw();
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
