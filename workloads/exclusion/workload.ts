/** Shared parts of workloads whose clients enter and leave: who may be in together. */

import { ensureZnodes } from '../../src/client/session.ts';
import { inTurns, lastTurns, type Turns } from '../../src/client/turns.ts';
import { type TurnOp, type Turnstile, turnstileClient } from '../../src/client/turnstile.ts';
import type { Worker, Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread } from '../../src/generator/index.ts';
import { keyOf, znodesIn } from '../../src/generator/shared-keys.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { type ExclusionRule, exclusion } from './checker.ts';

/** The fewest threads that compete for the same place. */
const THREADS_PER_PLACE = 3;

interface TurnWorkload {
  readonly name: string;
  readonly doc: string;
  readonly claim: Claim;
  readonly turnstile: Turnstile;
  readonly leaveF: string;
  readonly rule: Pick<ExclusionRule, 'promised' | 'did' | 'belief' | 'capacity' | 'conflicts'>;
  /** What an entry asks for. */
  readonly roleOf: (options: WorkloadOptions) => string | null;
}

/** Returns the entry of such a workload. Reads are plain at any strength: a lagging server shows others in
 * the way for longer, and never fewer than there were when one's own znode was created. */
export function turnWorkload(turns: TurnWorkload): WorkloadEntry {
  const { name, doc, claim } = turns;
  return {
    name,
    doc,
    claims: { local: claim, sync: claim, quorum: claim },
    takes: ['fencing', 'naive'],
    create: options => create(turns, options),
  };
}

function create(turns: TurnWorkload, options: WorkloadOptions): Workload<TurnOp> {
  const { name, turnstile, rule } = turns;
  const { enterF, root } = turnstile;
  const { keys, concurrency, naive = false } = options;
  const fenced = options.fencing === 'claimed';
  const places = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_PLACE)));
  const turnsOf = (thread: Worker['thread']): Turns<TurnOp> => {
    const key = keyOf(thread, places);
    return {
      enterF,
      enter: () => ({ f: enterF, value: turns.roleOf(options), key }),
      leave: () => ({ f: turns.leaveF, value: null, key }),
    };
  };
  return {
    name,
    ...(fenced ? claimedFencing(turns) : turns.claim),
    setup: (place, signal) => ensureZnodes(znodesIn(root, places), place, signal),
    open: place => turnstileClient({ ...turnstile, naive }, place),
    generator: eachThread(thread => inTurns(turnsOf(thread))),
    finalGenerator: eachThread(thread => lastTurns(turnsOf(thread))),
    checkers: [exclusion({ name: `${name} exclusion`, enterF, fenced, ...rule })],
  };
}

function claimedFencing({ claim, rule }: TurnWorkload): Claim {
  return {
    claim: `${claim.claim}. Also claimed: no client continues to act as if ${rule.belief} after another was let in, which no service can promise`,
    source: claim.source,
  };
}
