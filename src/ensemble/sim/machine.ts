/** The machine a server runs on: its process, its timers and its clocks.
 *
 *  A paused process does nothing; what would have happened meanwhile happens when it resumes, in the
 *  order in which it was due. A killed one never does anything again: events scheduled in its name are
 *  dropped. Its wall clock may be off and fast or slow, its monotonic clock never is. */
import type { Timer } from '../../clock.ts';
import type { NodeName, ProcessState } from '../../contract.ts';
import type { Random } from '../../random.ts';
import type { Host } from './host.ts';
import type { Party } from './stream.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { WallClock } from './wall-clock.ts';

const NS_PER_MS = 1e6;

export class Machine implements Host {
  readonly name: NodeName;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly wall: WallClock;
  #state: ProcessState = 'dead';
  #process: Process = new Process();

  constructor(name: NodeName, clock: VirtualClock, random: Random) {
    this.name = name;
    this.clock = clock;
    this.random = random;
    this.wall = new WallClock(clock);
  }

  get state(): ProcessState {
    return this.#state;
  }

  /** Starts a new process. */
  boot(): void {
    this.#process = new Process();
    this.#state = 'running';
  }

  /** What the process had not done yet is never done; its connections are closed for it. */
  kill(): void {
    this.#state = 'dead';
    this.#process.deferred = [];
    for (const end of [...this.#process.ends]) end.close();
  }

  pause(): void {
    if (this.#state === 'running') this.#state = 'paused';
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'running';
    const { deferred } = this.#process;
    this.#process.deferred = [];
    for (const callback of deferred) callback();
  }

  /** The process that runs now, as one end of connections. */
  party(): Party {
    const process = this.#process;
    return {
      peer: this.name,
      ends: process.ends,
      outer: false,
      runs: callback => this.#owned(process, callback),
    };
  }

  /** Calls back in the process that runs now: later while it is paused, never once it died. */
  after(delayMs: number, callback: () => void): Timer {
    return this.clock.inside(delayMs * NS_PER_MS, this.#owned(this.#process, callback));
  }

  nowMs(): number {
    return this.clock.nowNs() / NS_PER_MS;
  }

  #owned(process: Process, callback: () => void): () => void {
    const run = (): void => {
      if (process !== this.#process || this.#state === 'dead') return;
      if (this.#state === 'paused') process.deferred.push(run);
      else callback();
    };
    return run;
  }
}

/** What belongs to one process of the machine. */
class Process {
  deferred: (() => void)[] = [];
  readonly ends: Set<{ close(): void }> = new Set();
}
