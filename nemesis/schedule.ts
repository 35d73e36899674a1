/** When faults come and go: the first within the first interval, then a healing and a fault in
 *  turn, at random times that are an interval apart on average; at the end one more healing. */
import type { Generator, Nemesis, NemesisOptions } from '../src/contract.ts';
import { flipFlop, once, stagger } from '../src/generator/index.ts';
import { pending, updated } from '../src/generator/source.ts';
import type { Random } from '../src/random.ts';

type Invocation = Parameters<Nemesis['invoke']>[0];

export interface FaultPlan {
  /** Names the streams of chance of this family of faults. */
  readonly name: string;
  /** The next fault. */
  readonly strike: (random: Random) => Invocation;
  readonly heal: Invocation;
}

/** The generators of a nemesis. */
export function faultSchedule(
  { name, strike, heal }: FaultPlan,
  { intervalMs, random }: Pick<NemesisOptions, 'intervalMs' | 'random'>,
): Pick<Nemesis, 'generator' | 'finalGenerator'> {
  const times = random.stream(`${name} times`);
  const faults = random.stream(`${name} faults`);
  const firstMs = times.float() * intervalMs;
  const turns = flipFlop<Invocation>(
    () => strike(faults),
    () => heal,
  );
  return {
    generator: startingAfter(firstMs, stagger(times, intervalMs, turns)),
    finalGenerator: once(heal),
  };
}

/** A generator that is first asked for a time `waitMs` after the first time that it is asked at. */
function startingAfter(waitMs: number, inner: Generator): Generator {
  let startNs: number | undefined;
  const start = (nowNs: number): number => {
    startNs ??= nowNs + Math.round(waitMs * 1e6);
    return startNs;
  };
  return asked(start, inner);
}

function asked(start: (nowNs: number) => number, inner: Generator): Generator {
  const self: Generator = {
    next: ({ timeNs, free, all }) => {
      const next = inner.next({ timeNs: Math.max(timeNs, start(timeNs)), free, all });
      return next.kind === 'pending' ? pending(asked(start, next.then)) : next;
    },
    update: (...seen) => updated(self, inner, seen, after => asked(start, after)),
  };
  return self;
}
