/** Which nodes a fault strikes: names chosen by the schedule, or the node that leads when it strikes.
 *    one       one node
 *    minority  as many as can be gone with a quorum left
 *    majority  the fewest that leave no quorum
 *    all       every node
 *    named     the nodes that the user named
 *  The others are looked up when the fault is applied.
 *    first running   the first node in the order given whose process runs
 *    leader     another node when nobody leads
 *    followers  every node that follows
 *    observers  every node that observes
 *    laggard    the node whose last transaction is the oldest */
import type {
  EnsembleNode,
  NemesisOptions,
  NodeName,
  Role,
  ValueFields,
  ValueShape,
  WordParameter,
} from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { observe } from './observe.ts';

/** How long an election may take before a fault on the leader strikes another node instead. */
const LEADER_BOUND_MS = 5_000;

/** Victims that are looked up when the fault is applied. */
const SOUGHT = ['leader', 'followers', 'observers', 'laggard'] as const;
type Sought = (typeof SOUGHT)[number];
/** Victims that chance picks. */
const COUNTED = ['one', 'minority', 'majority', 'all'] as const;
type Counted = (typeof COUNTED)[number];

export type Who = Counted | Sought | 'named' | 'first running';
export type Victims =
  | { readonly who: Sought }
  | { readonly who: Exclude<Who, Sought>; readonly nodes: readonly NodeName[] };

/** The parameter by which a user chooses victims. */
export function whoParameter(name: string, doc: string): WordParameter {
  const words = [...COUNTED, ...SOUGHT];
  const costsMajority = ['majority', 'all', 'followers'];
  return { kind: 'word', name, doc, words, nodes: true, costsMajority };
}

/** Names of nodes, in a value. */
export const NODES: ValueShape = { kind: 'list', of: { kind: 'node' } };

/** The shape of `Victims`, with other fields of the same value. */
export function victimsShape(others: ValueFields = {}): ValueShape {
  const named = [...COUNTED, 'named', 'first running'] as const;
  const cases = [
    ...named.map(who => [who, { nodes: NODES, ...others }] as const),
    ...SOUGHT.map(who => [who, others] as const),
  ];
  return { kind: 'cases', key: 'who', cases: Object.fromEntries(cases) };
}

/** Half as often without a quorum: nothing happens then that could go wrong. */
const WHO: readonly (Counted | 'leader')[] = [
  ...(['one', 'minority', 'leader'] as const),
  ...(['one', 'minority', 'leader'] as const),
  ...(['majority', 'all'] as const),
];

interface Choice {
  /** A word of `whoParameter`, or names of nodes. Default: chance picks. */
  readonly aimed?: readonly string[];
  /** The most nodes that chance picks. Default: all. */
  readonly atMost?: number | undefined;
}

/** Victims, in the order of the ensemble: those that `aimed` means, or those of a kind that chance picks. */
export function chooseVictims(
  nodes: readonly NodeName[],
  random: Random,
  { aimed = [], atMost = nodes.length }: Choice = {},
): Victims {
  const sought = SOUGHT.find(who => who === aimed[0]);
  if (sought !== undefined) return { who: sought };
  const counted = COUNTED.find(who => who === aimed[0]);
  if (aimed.length > 0 && counted === undefined)
    return { who: 'named', nodes: nodes.filter(node => aimed.includes(node)) };
  const isSmall = (who: Counted | 'leader'): boolean =>
    who === 'leader' || who === 'minority' || sizeOf(who, nodes.length) <= atMost;
  const who = counted ?? random.pick(WHO.filter(isSmall));
  if (who === 'leader') return { who };
  const size = Math.min(sizeOf(who, nodes.length), atMost);
  const chosen = new Set(random.shuffle(nodes).slice(0, size));
  return { who, nodes: nodes.filter(node => chosen.has(node)) };
}

function sizeOf(who: Counted, count: number): number {
  switch (who) {
    case 'one':
      return 1;
    case 'minority':
      return minority(count);
    case 'majority':
      return Math.ceil(count / 2);
    case 'all':
      return count;
  }
}

/** Returns the most of `count` nodes that can be gone with a quorum left; 1 where that is none. */
export function minority(count: number): number {
  return Math.max(1, Math.ceil(count / 2) - 1);
}

/** Returns the nodes meant; none where no node follows, observes or answers. */
export async function findVictims(
  victims: Victims,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<readonly EnsembleNode[]> {
  const found = 'nodes' in victims ? victims.nodes : await sought(victims.who, options, signal);
  if (victims.who === 'first running') return firstRunning(found, options, signal);
  return options.ensemble.nodes.filter(({ name }) => found.includes(name));
}

async function firstRunning(
  order: readonly NodeName[],
  { ensemble }: NemesisOptions,
  signal: AbortSignal,
): Promise<readonly EnsembleNode[]> {
  for (const name of order) {
    const node = ensemble.nodes.find(each => each.name === name);
    if (node !== undefined && (await node.state(signal)) === 'running') return [node];
  }
  return [];
}

async function sought(
  who: Sought,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<readonly NodeName[]> {
  switch (who) {
    case 'leader':
      return [await leaderOrAnother(options, signal)];
    case 'followers':
      return withRole('follower', options, signal);
    case 'observers':
      return withRole('observer', options, signal);
    case 'laggard':
      return laggard(options, signal);
  }
}

async function withRole(
  wanted: Role,
  { ensemble, clock }: NemesisOptions,
  signal: AbortSignal,
): Promise<readonly NodeName[]> {
  const look = async (): Promise<readonly NodeName[]> =>
    [...(await ensemble.roles(signal))].flatMap(([name, role]) => (role === wanted ? [name] : []));
  const enough = (found: readonly NodeName[]): boolean => found.length > 0;
  return observe({ clock, signal, boundMs: LEADER_BOUND_MS, look, enough });
}

/** The node that answers with the lowest zxid, the first of several; none where no node answers. */
async function laggard(
  { ensemble }: NemesisOptions,
  signal: AbortSignal,
): Promise<readonly NodeName[]> {
  const asked = ensemble.nodes.map(async node => ({
    name: node.name,
    zxid: await node.lastZxid(signal),
  }));
  const answered = (await Promise.all(asked)).flatMap(({ name, zxid }) =>
    zxid === undefined ? [] : [{ name, zxid }],
  );
  const least = answered.reduce<(typeof answered)[number] | undefined>(
    (best, each) => (best === undefined || each.zxid < best.zxid ? each : best),
    undefined,
  );
  return least === undefined ? [] : [least.name];
}

/** Returns the leader; where nobody leads within the bound, a node that chance picks, so that the fault strikes. */
async function leaderOrAnother(options: NemesisOptions, signal: AbortSignal): Promise<NodeName> {
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
