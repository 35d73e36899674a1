/** A clock whose time jumps from one event to the next, so that a minute costs no more than its events.
 *
 *  Two kinds of events: the model's own (`inside`), which wake no promise and so run one after the
 *  other, and those that code outside waits on (`after`, `sleep`, `outside`). After one of these all
 *  promises are drained, by one turn of Node's event loop, before time goes on: whoever was woken has
 *  then asked for everything it wants to happen next. So the order of events depends on nothing but
 *  what was asked for, however fast the machine is.
 *
 *  Time stands still while nobody outside waits for it: no event of theirs is due, and nothing is held. */
import { type Clock, sleep, type Timer } from '../../clock.ts';
import { type DueEvent, Timeline } from './timeline.ts';

const NS_PER_MS = 1e6;
/** 2026-01-01T00:00:00Z. */
const WALL_ORIGIN_MS = 1_767_225_600_000;
/** Events of the model in one turn of the event loop. */
const EVENTS_A_TURN = 10_000;

export interface VirtualClock extends Clock {
  /** An event of the model itself. */
  inside(delayNs: number, callback: () => void): Timer;
  /** An event that code outside waits on. */
  outside(delayNs: number, callback: () => void): Timer;
  /** Lets time go on although no event of theirs is due, until it is called back. */
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
  /** Events to come that somebody outside waits on, and holds. */
  #awaited = 0;
  #running = false;

  add(delayNs: number, outer: boolean, callback: () => void): Timer {
    const event = this.#timeline.add(this.nowNs + Math.max(0, delayNs), outer, callback);
    if (outer) this.#awaited++;
    this.#start();
    return { cancel: () => void this.#settle(event) };
  }

  hold(): () => void {
    this.#awaited++;
    this.#start();
    let held = true;
    return () => {
      if (held) this.#awaited--;
      held = false;
    };
  }

  #start(): void {
    if (this.#running || this.#awaited === 0 || this.#timeline.size === 0) return;
    this.#running = true;
    setImmediate(() => {
      this.#turn();
      this.#running = false;
      this.#start();
    });
  }

  /** Runs events until one of them may have woken somebody outside. */
  #turn(): void {
    for (let left = EVENTS_A_TURN; left > 0 && this.#awaited > 0; left--) {
      const event = this.#timeline.take();
      if (event === undefined || (this.#run(event) && event.outer)) return;
    }
  }

  /** False where the event had been cancelled. */
  #run(event: DueEvent): boolean {
    const run = this.#settle(event);
    if (run === undefined) return false;
    this.nowNs = event.timeNs;
    run();
    return true;
  }

  /** What is still to be run of an event; after this, nothing. */
  #settle(event: DueEvent): (() => void) | undefined {
    const { run } = event;
    if (run !== undefined && event.outer) this.#awaited--;
    event.run = undefined;
    return run;
  }
}
