/** Shows simulated events as short words. */
import type { Generator } from '../../src/contract.ts';
import { type Simulation, simulate } from '../../src/generator/index.ts';
import type { Event, Invocation } from '../../src/history/event.ts';

/** A source of operations with this f, numbered: `a` gives a0, a1, a2, ... as values. */
export function numbered(f: string): () => Invocation {
  let count = 0;
  return () => ({ f, value: count++ });
}

/** `0 p1 a0`: milliseconds, process, f and value of each invocation. */
export function invocations(generator: Generator, simulation: Simulation): string[] {
  return simulate(generator, simulation).filter(isInvocation).map(word);
}

/** `a0`: f and value of each invocation. */
export function operations(generator: Generator, simulation: Simulation): string[] {
  return simulate(generator, simulation)
    .filter(isInvocation)
    .map(({ f, value }) => `${f}${value}`);
}

const isInvocation = ({ type }: Event): boolean => type === 'invoke';

function word({ time, process, f, value }: Event): string {
  return `${time / 1e6} ${process === 'nemesis' ? 'nemesis' : `p${process}`} ${f}${value}`;
}
