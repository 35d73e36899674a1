/** What workloads on lines (line.ts) share: clients that go in and out, and who may be in together. */
import type { Workload, WorkloadOptions } from '../src/contract.ts';
import { eachThread } from '../src/generator/index.ts';
import type { Claim, WorkloadEntry } from './entry.ts';
import { type ExclusionRule, exclusion } from './exclusion.ts';
import { type LineOp, type LineRecipe, lineClient, prepareLines } from './line.ts';
import { inTurns, lastTurns, type Turns } from './turns.ts';

/** So many threads at least stand in the same line. */
const THREADS_PER_LINE = 3;

export interface LineWorkload {
  readonly name: string;
  readonly doc: string;
  readonly claim: Claim;
  readonly leaveF: string;
  readonly recipe: LineRecipe;
  readonly rule: Pick<ExclusionRule, 'promised' | 'capacity' | 'conflicts'>;
  /** What an entry asks for. */
  readonly roleOf: (options: WorkloadOptions) => string | null;
}

/** The entry of such a workload. Reads are plain ones at any strength: a server that lags shows
 *  others in the way for longer, and never fewer of them than there were when one's own znode came. */
export function lineWorkload(line: LineWorkload): WorkloadEntry {
  const { name, doc, claim } = line;
  return {
    name,
    doc,
    claims: { local: claim, sync: claim, quorum: claim },
    create: options => create(line, options),
  };
}

function create(line: LineWorkload, options: WorkloadOptions): Workload<LineOp> {
  const { name, recipe, rule } = line;
  const { enterF } = recipe;
  const lines = Math.max(
    1,
    Math.min(options.keys, Math.floor(options.concurrency / THREADS_PER_LINE)),
  );
  const turnsOf = (thread: number): Turns<LineOp> => ({
    enterF,
    enter: () => ({ f: enterF, value: line.roleOf(options), key: thread % lines }),
    leave: () => ({ f: line.leaveF, value: null, key: thread % lines }),
  });
  return {
    name,
    ...line.claim,
    setup: (place, signal) => prepareLines(recipe, lines, place, signal),
    open: place => lineClient(recipe, place),
    generator: eachThread(thread => inTurns(turnsOf(thread === 'nemesis' ? 0 : thread))),
    finalGenerator: lastTurns(turnsOf),
    checkers: [exclusion({ name: `${name} exclusion`, enterF, ...rule })],
  };
}
