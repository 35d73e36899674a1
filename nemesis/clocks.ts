/** The wall clocks of an ensemble, set and read by node. */
import type { NemesisOptions } from '../src/contract.ts';
import { observe } from './observe.ts';

/** How long a clock may take to show what was done to it. */
const BOUND_MS = 2_000;

/** Milliseconds off the controller's clock, by node. */
export type Offsets = ReadonlyMap<string, number>;

interface Skewing {
  readonly offsetMs: number;
  readonly rate: number;
}

/** The clocks as seen from one operation of a nemesis. */
export interface Clocks {
  set(skews: ReadonlyMap<string, Skewing>): Promise<void>;
  resetAll(): Promise<void>;
  read(nodes: readonly string[]): Promise<Offsets>;
  /** Reads until it is enough, or the bound has passed: then the last reading. */
  watch(nodes: readonly string[], enough: (seen: Offsets) => boolean): Promise<Offsets>;
}

/** Calls end with the signal. */
export function clocksOf({ ensemble, clock }: NemesisOptions, signal: AbortSignal): Clocks {
  const named = (names: readonly string[]): typeof ensemble.nodes =>
    ensemble.nodes.filter(({ name }) => names.includes(name));
  const read = async (names: readonly string[]): Promise<Offsets> => {
    const read = named(names).map(
      async node => [node.name, Math.round(await node.clock.offsetMs(signal))] as const,
    );
    return new Map(await Promise.all(read));
  };
  return {
    read,
    set: async skews => {
      await Promise.all(
        named([...skews.keys()]).map(async ({ name, clock }) => {
          const skew = skews.get(name);
          if (skew !== undefined) await clock.set(skew, signal);
        }),
      );
    },
    resetAll: async () => {
      await Promise.all(ensemble.nodes.map(node => node.clock.reset(signal)));
    },
    watch: (names, enough) =>
      observe({ clock, signal, boundMs: BOUND_MS, look: () => read(names), enough }),
  };
}
