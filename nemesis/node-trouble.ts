/** Troubles of nodes whose servers run: some nodes are struck, later all of them recover.
 *    start-NAME  value Strike  seen {node: {suffered, state}}
 *    stop-NAME   value null    seen {node: {state, role}}
 *  A strike is verified when each victim has suffered from it, by a count that is not the nemesis' own. A heal is
 *  verified when every server runs that was struck: one that exited, or no longer serves, is started anew. */
import type {
  Aim,
  EnsembleNode,
  FaultOperation,
  FaultReport,
  Nemesis,
  NemesisOptions,
  NodeName,
  ProcessState,
  ValueFields,
} from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { wordsIn } from './aim.ts';
import { observe } from './observe.ts';
import { WHO } from './process-fault.ts';
import { revive } from './revive.ts';
import { type FaultPlan, faultSchedule } from './schedule.ts';
import { chooseVictims, findVictims, type Victims, victimsShape } from './victims.ts';

/** How long a trouble may take to show: servers work when clients do. */
const BOUND_MS = 5_000;

export interface NodeTrouble<Trouble> {
  readonly name: string;
  readonly affects: FaultOperation['affects'];
  /** The next trouble, within its aim. */
  draw(random: Random, aim: Aim | undefined): Trouble;
  /** The shape of what `draw` returns. */
  readonly drawn: ValueFields;
  apply(node: EnsembleNode, trouble: Trouble, signal: AbortSignal): Promise<void>;
  /** Ends the trouble; may be repeated. */
  recover(node: EnsembleNode, signal: AbortSignal): Promise<void>;
  /** How much the node has suffered from the trouble since it began; 0: not at all. */
  suffered(node: EnsembleNode, signal: AbortSignal): Promise<number>;
}

/** The value of a strike. */
interface Strike<Trouble> {
  readonly who: Victims;
  readonly trouble: Trouble;
}

/** The nemesis of one kind of trouble. */
export function nodeTrouble<Trouble>(
  fault: NodeTrouble<Trouble>,
  options: NemesisOptions,
): Nemesis {
  const { nodes } = options.ensemble;
  const names = nodes.map(node => node.name);
  const choice = { aimed: wordsIn(options.aim, WHO.name), atMost: options.atMost };
  const [strike, heal] = [`start-${fault.name}`, `stop-${fault.name}`];
  const plan: FaultPlan = {
    name: fault.name,
    strike: random => ({
      f: strike,
      value: {
        who: chooseVictims(names, random, choice),
        trouble: fault.draw(random, options.aim),
      } satisfies Strike<Trouble>,
    }),
    heal: { f: heal, value: null },
  };
  const acting = { fault, options, struck: new Set<NodeName>() };
  return {
    name: fault.name,
    operations: [{ strike, heal, affects: fault.affects, quorum: 'may be lost' }],
    values: {
      [strike]: {
        kind: 'fields',
        fields: { who: victimsShape(), trouble: { kind: 'fields', fields: fault.drawn } },
      },
    },
    ...faultSchedule(plan, options),
    invoke: async ({ f, value }, signal) =>
      f === heal ? healAll(acting, signal) : strikeSome(value as Strike<Trouble>, acting, signal),
    teardown: async signal => {
      await Promise.all(nodes.map(node => fault.recover(node, signal)));
      await Promise.all(nodes.map(node => node.start(signal)));
    },
  };
}

interface Acting<Trouble> {
  readonly fault: NodeTrouble<Trouble>;
  readonly options: NemesisOptions;
  /** Nodes that were struck and not healed. */
  readonly struck: Set<NodeName>;
}

async function strikeSome<Trouble>(
  { who, trouble }: Strike<Trouble>,
  { fault, options, struck }: Acting<Trouble>,
  signal: AbortSignal,
): Promise<FaultReport> {
  const victims = await findVictims(who, options, signal);
  const names = victims.map(({ name }) => name);
  for (const name of names) struck.add(name);
  await Promise.all(victims.map(node => fault.apply(node, trouble, signal)));
  const seen = await observe({
    ...{ clock: options.clock, signal, boundMs: BOUND_MS },
    look: () => sufferings(victims, fault, signal),
    enough: each => Object.values(each).every(({ suffered }) => suffered > 0),
  });
  const verified = names.length > 0 && Object.values(seen).every(({ suffered }) => suffered > 0);
  return { verified, did: { nodes: names, trouble }, seen, on: { nodes: names } };
}

interface Suffering {
  readonly suffered: number;
  readonly state: ProcessState;
}

async function sufferings<Trouble>(
  nodes: readonly EnsembleNode[],
  fault: NodeTrouble<Trouble>,
  signal: AbortSignal,
): Promise<Readonly<Record<string, Suffering>>> {
  const looks = nodes.map(async node => {
    const suffered = await fault.suffered(node, signal);
    return [node.name, { suffered, state: await node.state(signal) }] as const;
  });
  return Object.fromEntries(await Promise.all(looks));
}

async function healAll<Trouble>(
  { fault, options, struck }: Acting<Trouble>,
  signal: AbortSignal,
): Promise<FaultReport> {
  const nodes = options.ensemble.nodes.filter(({ name }) => struck.has(name));
  await Promise.all(nodes.map(node => fault.recover(node, signal)));
  const { started, seen } = await revive(nodes, options, signal);
  struck.clear();
  return {
    verified: Object.values(seen).every(({ state }) => state === 'running'),
    did: { recovered: nodes.map(({ name }) => name), started },
    seen,
    on: { nodes: nodes.map(({ name }) => name) },
  };
}
