/** Faults of server processes: some nodes are struck, later all that are still affected are restored.
 *   strike  value Victims   seen {node: state}
 *   heal    value null      seen {node: {state, role}}
 * A strike is verified when every victim is in the state the fault leads to, a heal when no node that it struck is.
 * A node that another fault has struck, or that exited alone, is left as it is until the run is torn down.
 * Roles are only reported: a node that is up need not find a quorum while other faults last.
 * At the end of a run, a fault that leaves processes dead strikes every node once more, so that the workload's
 * final operations read what the servers have on disk; not so where a majority is to survive. */
import type {
  Ensemble,
  EnsembleNode,
  FaultOperation,
  FaultReport,
  Nemesis,
  NemesisOptions,
  NodeName,
  ProcessState,
  Role,
  ValueFields,
  WordParameter,
} from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { wordsIn } from './aim.ts';
import { observe } from './observe.ts';
import { type FaultPlan, faultSchedule } from './schedule.ts';
import { chooseVictims, findVictims, type Victims, victimsShape, whoParameter } from './victims.ts';

/** How long a process may take to change its state. */
const STATE_BOUND_MS = 2_000;
/** How long is waited for a healed node to take a role before it is reported without one. */
const ROLE_BOUND_MS = 3_000;

/** The parameter that an entry of such a fault takes. */
export const WHO: WordParameter = whoParameter('who', 'the nodes that are struck');

export interface ProcessFault {
  readonly name: string;
  readonly strikeF: string;
  readonly healF: string;
  readonly affects: FaultOperation['affects'];
  /** What a struck node's process is. */
  readonly broken: ProcessState;
  /** Whether servers promise nothing any more once it has struck. Such a fault strikes one node where the user names
   * no victims, and does not strike at the end of a run. Default: no. */
  readonly voids?: boolean;
  /** Whether it strikes every node once more at the end of a run. Default: where it leaves them dead. */
  readonly atEnd?: false;
  /** How long it lasts. Default: as long as the time from a heal to the next strike. */
  readonly lasts?: FaultPlan['lasts'];
  /** Names what a strike returns for each node. Default: it returns nothing. */
  readonly reports?: string;
  /** What a node goes through before it is struck. Default: nothing. */
  readonly prelude?: Prelude;
  /** Chooses the victims. Default: those that the user named, or any that chance picks. */
  victims?(random: Random): Victims;
  /** What chance decides of a strike beside its victims, within the aim. Default: nothing. */
  draw?(random: Random): Readonly<Record<string, unknown>>;
  /** The shape of what `draw` returns. Without it, no value of a fault that draws is refused. */
  readonly drawn?: ValueFields;
  /** Returns what is reported of the node, under the name `reports`. `drawn`: the value of the operation. */
  strike(node: EnsembleNode, signal: AbortSignal, drawn: unknown): Promise<unknown>;
  heal(node: EnsembleNode, signal: AbortSignal): Promise<void>;
}

interface Prelude {
  /** The states in which the node must be seen for the fault to be verified. */
  readonly states: readonly ProcessState[];
  /** Returns the states in which it was seen. */
  run(node: EnsembleNode, signal: AbortSignal): Promise<readonly ProcessState[]>;
}

type States = ReadonlyMap<NodeName, ProcessState>;

/** The nemesis of one such fault. */
export function processFault(fault: ProcessFault, options: NemesisOptions): Nemesis {
  const { nodes } = options.ensemble;
  const names = nodes.map(node => node.name);
  const { voids = false } = fault;
  const struck = new Set<NodeName>();
  const act = { fault, options, struck };
  const aimed = wordsIn(options.aim, WHO.name);
  const choice = { aimed, atMost: voids && aimed.length === 0 ? 1 : options.atMost };
  const plan: FaultPlan = {
    name: fault.name,
    strike: random => ({
      f: fault.strikeF,
      value: {
        ...(fault.victims?.(random) ?? chooseVictims(names, random, choice)),
        ...fault.draw?.(random),
      },
    }),
    heal: { f: fault.healF, value: null },
    ...(fault.lasts !== undefined && { lasts: fault.lasts }),
    ...(fault.broken === 'dead' &&
      !voids &&
      fault.atEnd !== false &&
      options.atMost === undefined && {
        lastStrike: { f: fault.strikeF, value: { who: 'all', nodes: names } },
      }),
  };
  return {
    name: fault.name,
    operations: [
      {
        strike: fault.strikeF,
        heal: fault.healF,
        affects: fault.affects,
        quorum: 'may be lost',
        ...(fault.broken === 'dead' && (voids ? { voids } : { crash: true })),
      },
    ],
    ...((fault.draw === undefined || fault.drawn !== undefined) && {
      values: { [fault.strikeF]: victimsShape(fault.drawn) },
    }),
    ...faultSchedule(plan, options),
    invoke: async (invocation, signal) =>
      invocation.f === fault.healF
        ? healAll(act, signal)
        : strike(act, invocation.value as Victims, signal),
    teardown: async signal => {
      await Promise.all(nodes.map(node => fault.heal(node, signal)));
    },
  };
}

interface Acting {
  readonly fault: ProcessFault;
  readonly options: NemesisOptions;
  /** Nodes that it struck and has not helped up. */
  readonly struck: Set<NodeName>;
}

async function strike(
  { fault, options, struck }: Acting,
  aimed: Victims,
  signal: AbortSignal,
): Promise<FaultReport> {
  const victims = await findVictims(aimed, options, signal);
  for (const { name } of victims) struck.add(name);
  const passed = await Promise.all(victims.map(node => fault.prelude?.run(node, signal) ?? []));
  const told = await Promise.all(
    victims.map(async node => [node.name, await fault.strike(node, signal, aimed)] as const),
  );
  const bitten = (states: States): boolean =>
    states.size > 0 && [...states.values()].every(state => state === fault.broken);
  const states = await observeStates(victims, bitten, options, signal);
  const struckNodes = victims.map(node => node.name);
  const wanted = String(fault.prelude?.states ?? []);
  return {
    verified: bitten(states) && passed.every(each => String(each) === wanted),
    did: {
      [fault.strikeF]: struckNodes,
      ...(fault.prelude !== undefined && { passed }),
      ...(fault.reports !== undefined && { [fault.reports]: Object.fromEntries(told) }),
    },
    seen: Object.fromEntries(states),
    on: { nodes: struckNodes },
  };
}

async function healAll(
  { fault, options, struck }: Acting,
  signal: AbortSignal,
): Promise<FaultReport> {
  const nodes = options.ensemble.nodes.filter(({ name }) => struck.has(name));
  const before = await statesOf(nodes, signal);
  const broken = nodes.filter(node => before.get(node.name) === fault.broken);
  await Promise.all(broken.map(node => fault.heal(node, signal)));
  const healed = (states: States): boolean =>
    [...states.values()].every(state => state !== fault.broken);
  const states = await observeStates(broken, healed, options, signal);
  for (const { name } of nodes) if (states.get(name) !== fault.broken) struck.delete(name);
  const roles = await observeRoles(broken, options, signal);
  const healedNodes = broken.map(node => node.name);
  return {
    verified: healed(states),
    did: { [fault.healF]: healedNodes },
    seen: Object.fromEntries(
      [...states].map(([name, state]) => [name, { state, role: roles.get(name) ?? 'none' }]),
    ),
    on: { nodes: healedNodes },
  };
}

/** Returns the state that was wanted, or the one that a node was in at the end of the bound. */
export async function stateOf(
  node: EnsembleNode,
  wanted: ProcessState,
  { clock }: NemesisOptions,
  signal: AbortSignal,
): Promise<ProcessState> {
  const look = (): Promise<ProcessState> => node.state(signal);
  const enough = (state: ProcessState): boolean => state === wanted;
  return observe({ clock, signal, boundMs: STATE_BOUND_MS, look, enough });
}

function observeStates(
  nodes: readonly EnsembleNode[],
  enough: (states: States) => boolean,
  { clock }: NemesisOptions,
  signal: AbortSignal,
): Promise<States> {
  const look = (): Promise<States> => statesOf(nodes, signal);
  return observe({ clock, signal, boundMs: STATE_BOUND_MS, look, enough });
}

function observeRoles(
  nodes: readonly EnsembleNode[],
  { clock, ensemble }: NemesisOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<NodeName, Role>> {
  const look = (): ReturnType<Ensemble['roles']> => ensemble.roles(signal);
  const enough = (roles: ReadonlyMap<NodeName, Role>): boolean =>
    nodes.every(({ name }) => (roles.get(name) ?? 'none') !== 'none');
  return observe({ clock, signal, boundMs: ROLE_BOUND_MS, look, enough });
}

async function statesOf(nodes: readonly EnsembleNode[], signal: AbortSignal): Promise<States> {
  const pairs = nodes.map(async node => [node.name, await node.state(signal)] as const);
  return new Map(await Promise.all(pairs));
}
