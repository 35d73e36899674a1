/** The sim as a target: a model ensemble in this process, on a virtual clock, that speaks the wire protocol.
 * The runner must wait by its clock, so that time advances only when all of them are waiting. */
import type { EnsembleSpec, Target } from '../../contract.ts';
import type { Log } from '../../log.ts';
import type { Random } from '../../random.ts';
import { rulesWith } from './bugs.ts';
import { ModelEnsemble } from './model-ensemble.ts';
import { honest, type Rules } from './rules.ts';
import { modelSupports } from './unmodelled.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** Transactions between two snapshots, of which the seed picks one: servers restart from snapshots of any age. */
const SNAPSHOT_EVERY: readonly number[] = [20, 50, 100, 250, 1_000];

export interface SimOptions {
  /** The name of a bug to plant. */
  readonly bug?: string;
  /** The source of all of the model's random choices. */
  readonly random: Random;
  readonly log: Log;
}

export interface SimTarget extends Target {
  readonly clock: VirtualClock;
  start(spec: EnsembleSpec): Promise<ModelEnsemble>;
}

/** Its clock begins with it: a target a run. Throws a RangeError where there is no such bug. */
export function simTarget({ random, log, bug }: SimOptions): SimTarget {
  const clock = virtualClock();
  const rules = rulesOf(random, bug);
  return {
    name: 'sim',
    clock,
    available: async () => ({ ok: true }),
    supports: modelSupports,
    async start(spec) {
      const ensemble = new ModelEnsemble({ clock, random, rules }, spec);
      await Promise.all(ensemble.nodes.map(node => node.start()));
      log.info('started a model ensemble', { voters: spec.voters, observers: spec.observers });
      return ensemble;
    },
    clean: async () => ({ removed: [], left: [] }),
  };
}

/** Honest rules with a snapshot interval of the seed, and the bug, which may name another interval. */
export function rulesOf(random: Random, bug?: string): Rules {
  const snapshotEvery = random.stream('snapshot interval').pick(SNAPSHOT_EVERY);
  const drawn = { ...honest, snapshotEvery };
  return bug === undefined ? drawn : rulesWith(bug, drawn);
}
