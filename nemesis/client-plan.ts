/** Which fault of clients comes next, and whom it strikes. */
import type { Nemesis } from '../src/contract.ts';
import type { Random } from '../src/random.ts';

type Invocation = Parameters<Nemesis['invoke']>[0];

export interface ClientVictims {
  /** From 0, in order. */
  readonly threads: readonly number[];
}

export interface PauseVictims extends ClientVictims {
  /** `at rest`: between two operations, so that what the last one gained is believed meanwhile. */
  readonly moment: 'at once' | 'at rest';
}

/** The share of the threads that is struck at most. */
const SHARE = 1 / 3;
const MOMENTS = ['at rest', 'at rest', 'at once'] as const;

/** Every other fault is a pause, the first one too: it takes longest to show what it does. */
export function clientFaults(threads: number): (random: Random) => Invocation {
  let strikes = 0;
  return random => {
    const victims = { threads: chooseThreads(threads, random) };
    if (strikes++ % 2 === 0)
      return { f: 'pause-client', value: { ...victims, moment: random.pick(MOMENTS) } };
    return { f: random.pick(['cut-client', 'move-client']), value: victims };
  };
}

function chooseThreads(threads: number, random: Random): readonly number[] {
  const all = Array.from({ length: threads }, (_, thread) => thread);
  const count = 1 + random.intBelow(Math.max(1, Math.ceil(threads * SHARE)));
  return random
    .shuffle(all)
    .slice(0, count)
    .sort((a, b) => a - b);
}
