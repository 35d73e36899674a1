/** Which fault of clients comes next, and whom it strikes. */
import type { Nemesis, ValueFields, ValueShape } from '../src/contract.ts';
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

const THREADS: ValueShape = {
  kind: 'list',
  of: { kind: 'number', least: 0, most: 1_000_000 },
};

/** The shapes of the values. */
export const CLIENTS: ValueFields = {
  'pause-client': {
    kind: 'fields',
    fields: { threads: THREADS, moment: { kind: 'word', words: ['at once', 'at rest'] } },
  },
  'cut-client': { kind: 'fields', fields: { threads: THREADS } },
  'move-client': { kind: 'fields', fields: { threads: THREADS } },
};

/** The share of the threads that is struck, rounded up. */
const SHARE = 1 / 3;
/** Every other fault is a pause, the first one too: it takes longest to show what it does. */
const FAULTS = ['at rest', 'other', 'at rest', 'other', 'at once', 'other'] as const;

export function clientFaults(threads: number): (random: Random) => Invocation {
  let strikes = 0;
  return random => {
    const victims = { threads: chooseThreads(threads, random) };
    const fault = FAULTS[strikes++ % FAULTS.length] ?? 'other';
    return fault === 'other'
      ? { f: random.pick(['cut-client', 'move-client']), value: victims }
      : { f: 'pause-client', value: { ...victims, moment: fault } };
  };
}

function chooseThreads(threads: number, random: Random): readonly number[] {
  const all = Array.from({ length: threads }, (_, thread) => thread);
  const chosen = random.shuffle(all).slice(0, Math.ceil(threads * SHARE));
  return chosen.sort((a, b) => a - b);
}
