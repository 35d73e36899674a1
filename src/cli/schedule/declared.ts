/** Reads what a nemesis declares before a run, from an instance made for a dummy ensemble. */
import type { NemesisEntry } from '../../../nemesis/entry.ts';
import type { Clock } from '../../clock.ts';
import type {
  Ensemble,
  EnsembleNode,
  Nemesis,
  Network,
  NodeClock,
  NodeName,
} from '../../contract.ts';
import { silentLog } from '../../log.ts';
import { seededRandom } from '../../random.ts';

/** Returns undefined if the nemesis cannot be made without an ensemble; the run then rejects unknown names. */
export function declaredBy(
  entry: NemesisEntry,
  nodeCount: number,
): Pick<Nemesis, 'operations' | 'values'> | undefined {
  try {
    return entry.create({
      ensemble: untouchable(nodeCount),
      clients: [],
      intervalMs: 1_000,
      random: seededRandom(0),
      clock: STILL,
      log: silentLog,
    });
  } catch {
    return undefined;
  }
}

function unasked(): never {
  throw new Error('expected a nemesis not to use its ensemble until it strikes');
}

const STILL: Clock = { nowNs: () => 0, wallMs: () => 0, after: unasked, sleep: unasked };
const CLOCK: NodeClock = { set: unasked, offsetMs: unasked, reset: unasked };
const NETWORK: Network = {
  ...{ cut: unasked, heal: unasked, probe: unasked, disturb: unasked, calm: unasked },
  ...{ connectMs: unasked, duplicates: unasked, dropped: unasked },
};
const SERVER: Omit<EnsembleNode, 'name' | 'address'> = {
  clock: CLOCK,
  ...{ start: unasked, stop: unasked, kill: unasked, pause: unasked, resume: unasked },
  ...{ state: unasked, role: unasked, lastZxid: unasked },
};

function untouchable(nodeCount: number): Ensemble {
  const names = Array.from({ length: nodeCount }, (_, at) => `n${at + 1}` as NodeName);
  return {
    nodes: names.map(name => ({ name, address: { kind: 'tcp', host: name, port: 0 }, ...SERVER })),
    network: NETWORK,
    facts: {},
    ...{ roles: unasked, whenServing: unasked, collect: unasked, remove: unasked },
    supports: () => ({ ok: true }),
  };
}
