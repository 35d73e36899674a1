/** Which nodes a fault strikes: names chosen by the schedule, or the node that leads when it strikes.
 *    one       one node
 *    minority  as many as can be gone with a quorum left
 *    majority  the fewest that leave no quorum
 *    all       every node
 *    leader    no names: looked up when the fault is applied; another node when nobody leads */
import type { EnsembleNode, NemesisOptions, NodeName } from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { observe } from './observe.ts';

/** How long an election may take before a fault on the leader strikes another node instead. */
const LEADER_BOUND_MS = 5_000;

export type Who = 'one' | 'minority' | 'majority' | 'all' | 'leader';
export type Victims =
  | { readonly who: 'leader' }
  | { readonly who: Exclude<Who, 'leader'>; readonly nodes: readonly NodeName[] };

/** Half as often without a quorum: nothing happens then that could go wrong. */
const WHO: readonly Who[] = [
  ...(['one', 'minority', 'leader'] as const),
  ...(['one', 'minority', 'leader'] as const),
  ...(['majority', 'all'] as const),
];

/** Nodes of a kind that chance picks, in the order of the ensemble. */
export function chooseVictims(nodes: readonly NodeName[], random: Random): Victims {
  const who = random.pick(WHO);
  if (who === 'leader') return { who };
  const chosen = new Set(random.shuffle(nodes).slice(0, sizeOf(who, nodes.length)));
  return { who, nodes: nodes.filter(node => chosen.has(node)) };
}

function sizeOf(who: Exclude<Who, 'leader'>, count: number): number {
  switch (who) {
    case 'one':
      return 1;
    case 'minority':
      return Math.max(1, Math.ceil(count / 2) - 1);
    case 'majority':
      return Math.ceil(count / 2);
    case 'all':
      return count;
  }
}

/** Returns the nodes meant. */
export async function findVictims(
  victims: Victims,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<readonly EnsembleNode[]> {
  const { nodes } = options.ensemble;
  if (victims.who !== 'leader') return nodes.filter(({ name }) => victims.nodes.includes(name));
  const leader = await leaderOrAnother(options, signal);
  return nodes.filter(({ name }) => name === leader);
}

/** Returns the leader; where nobody leads within the bound, a node that chance picks, so that the fault strikes. */
export async function leaderOrAnother(
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<NodeName> {
  const leader = await findLeader(options, signal);
  if (leader !== undefined) return leader;
  return options.random.pick(options.ensemble.nodes).name;
}

/** Asks the nodes until one says that it leads (or stands alone), or the bound has passed. */
export async function findLeader(
  { ensemble, clock }: NemesisOptions,
  signal: AbortSignal,
): Promise<NodeName | undefined> {
  const look = async (): Promise<NodeName | undefined> => {
    const roles = await ensemble.roles(signal);
    return [...roles].find(([, role]) => role === 'leader' || role === 'standalone')?.[0];
  };
  const enough = (leader: NodeName | undefined): boolean => leader !== undefined;
  return observe({ clock, signal, boundMs: LEADER_BOUND_MS, look, enough });
}
