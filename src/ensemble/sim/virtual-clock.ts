/** A clock whose time jumps from one event to the next, so that a minute costs no more than its events.
 *
 *  Two kinds of events: the model's own (`inside`), which wake no promise and so run one after the
 *  other, and those that code outside waits on (`after`, `sleep`, `outside`). After one of these all
 *  promises are drained before time advances: the code that was woken has then scheduled everything that
 *  should happen next. So the order of events depends only on what was scheduled, however fast the
 *  machine is.
 *
 *  Draining takes rounds, in each of which Node runs all microtasks and then all ticks
 *  (`process.nextTick`). Code that is woken and waits for anything schedules an event, if only the limit
 *  of its wait: so a round in which nothing was scheduled is the last. A turn of Node's event loop would
 *  do the same, but waits for files and sockets and costs more than an event of ours; it is given now
 *  and then, so that signals and other clocks get through.
 *
 *  Time stands still while nobody outside waits for it: no event of theirs is due, and nothing is held. */
import { type Clock, sleep, type Timer } from '../../clock.ts';
import { type DueEvent, Timeline } from './timeline.ts';

const NS_PER_MS = 1e6;
/** 2026-01-01T00:00:00Z. */
const WALL_ORIGIN_MS = 1_767_225_600_000;
/** Events of the model, and wakings, in one turn of the event loop. */
const EVENTS_A_TURN = 10_000;
const WAKINGS_A_TURN = 100;
/** Its `then` is the cheapest microtask. */
const SETTLED = Promise.resolve();

export interface VirtualClock extends Clock {
  /** An event of the model itself. */
  inside(delayNs: number, callback: () => void): Timer;
  /** An event that code outside waits on. */
  outside(delayNs: number, callback: () => void): Timer;
  /** Lets time advance although no outside event is due, until the returned function is called. */
  hold(): () => void;
}

export function virtualClock(): VirtualClock {
  const pump = new Pump();
  const after = (delayMs: number, callback: () => void): Timer =>
    pump.add(Math.round(delayMs * NS_PER_MS), true, callback);
  return {
    nowNs: () => pump.nowNs,
    wallMs: () => WALL_ORIGIN_MS + Math.floor(pump.nowNs / NS_PER_MS),
    after,
    sleep: (delayMs, signal) => sleep(after, delayMs, signal),
    inside: (delayNs, callback) => pump.add(Math.round(delayNs), false, callback),
    outside: (delayNs, callback) => pump.add(Math.round(delayNs), true, callback),
    hold: () => pump.hold(),
  };
}

class Pump {
  nowNs = 0;
  readonly #timeline = new Timeline();
  #holds = 0;
  #running = false;
  #wakings = 0;
  /** The number of events scheduled when the last round ended. */
  #asked = 0;

  add(delayNs: number, outer: boolean, callback: () => void): Timer {
    const event = this.#timeline.add(this.nowNs + Math.max(0, delayNs), outer, callback);
    this.#start();
    return event;
  }

  hold(): () => void {
    this.#holds++;
    this.#start();
    let held = true;
    return () => {
      if (held) this.#holds--;
      held = false;
    };
  }

  /** Whether anybody outside waits for something. */
  get #awaited(): boolean {
    return this.#timeline.awaited + this.#holds > 0;
  }

  #start(): void {
    if (this.#running || !this.#awaited || this.#timeline.size === 0) return;
    this.#running = true;
    setImmediate(this.#turn);
  }

  /** Runs events until one of them may have woken somebody outside. */
  readonly #turn = (): void => {
    for (let left = EVENTS_A_TURN; left > 0 && this.#awaited; left--) {
      const event = this.#timeline.take();
      if (event === undefined) break;
      if (this.#run(event) && event.outer) {
        this.#drain();
        return;
      }
    }
    this.#running = false;
    this.#start();
  };

  #drain(): void {
    if (++this.#wakings % WAKINGS_A_TURN === 0) {
      setImmediate(this.#turn);
      return;
    }
    this.#nextRound();
  }

  #nextRound(): void {
    this.#asked = this.#timeline.asked;
    void SETTLED.then(this.#afterMicrotasks);
  }

  readonly #afterMicrotasks = (): void => process.nextTick(this.#afterRound);

  readonly #afterRound = (): void => {
    if (this.#timeline.asked > this.#asked) this.#nextRound();
    else this.#turn();
  };

  /** False where the event had been cancelled. */
  #run(event: DueEvent): boolean {
    const run = event.take();
    if (run === undefined) return false;
    this.nowNs = event.timeNs;
    run();
    return true;
  }
}
