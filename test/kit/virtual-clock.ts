/** A clock that stands still until a test moves it. */
import { type Clock, sleep, type Timer } from '../../src/clock.ts';

const NS_PER_MS = 1e6;

export interface VirtualClock extends Clock {
  /** Runs what is due within `forMs`, in order; after each, promises settle. */
  advance(forMs: number): Promise<void>;
  /** Timers that have neither run nor been cancelled. */
  readonly timers: number;
}

interface Due {
  readonly atMs: number;
  readonly run: () => void;
}

export function virtualClock(): VirtualClock {
  let nowMs = 0;
  const waiting = new Set<Due>();
  const after = (delayMs: number, run: () => void): Timer => {
    const due = { atMs: nowMs + Math.max(0, delayMs), run };
    waiting.add(due);
    return { cancel: () => void waiting.delete(due) };
  };
  const next = (untilMs: number): Due | undefined =>
    [...waiting].filter(due => due.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
  return {
    nowNs: () => Math.round(nowMs * NS_PER_MS),
    wallMs: () => Math.round(nowMs),
    after,
    sleep: (delayMs, signal) => sleep(after, delayMs, signal),
    get timers() {
      return waiting.size;
    },
    async advance(forMs) {
      const untilMs = nowMs + forMs;
      await settled();
      for (let due = next(untilMs); due !== undefined; due = next(untilMs)) {
        waiting.delete(due);
        nowMs = due.atMs;
        due.run();
        await settled();
      }
      nowMs = untilMs;
    },
  };
}

/** Resolves when all promises that could settle have settled. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
