/** Faults of the calls that servers make to their disks: some nodes are struck, later every disk recovers.
 *    start-NAME  value DiskStrike  seen {node: {suffered, state}}
 *    stop-NAME   value null        seen {node: {state, role}}
 *  A strike is verified when the disk of each victim has done something to a call, as the shim in its server counts. A
 *  heal is verified when every server runs that was struck: one that exited, or no longer serves, is started anew. */
import type {
  Aim,
  DiskTrouble,
  EnsembleNode,
  FaultReport,
  Nemesis,
  NemesisOptions,
  NodeDisk,
  NodeName,
  Parameter,
  ProcessState,
} from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { wordsIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { observe } from './observe.ts';
import { WHO } from './process-fault.ts';
import { revive } from './revive.ts';
import { type FaultPlan, faultSchedule } from './schedule.ts';
import { chooseVictims, findVictims, type Victims } from './victims.ts';

/** How long a trouble may take to show: servers write when clients do. */
const BOUND_MS = 5_000;

interface DiskFault {
  readonly name: string;
  readonly doc: string;
  /** Parameters beside `who`. */
  readonly takes: readonly Parameter[];
  /** The next trouble, within its aim. */
  draw(random: Random, aim: Aim | undefined): DiskTrouble;
}

/** The value of a strike. */
interface DiskStrike {
  readonly who: Victims;
  readonly trouble: DiskTrouble;
}

/** The entry of one kind of trouble. */
export function diskTrouble(fault: DiskFault): NemesisEntry {
  return {
    name: fault.name,
    doc: fault.doc,
    faults: ['disk'],
    package: 'disk',
    takes: [WHO, ...fault.takes],
    create: options => nemesisOf(fault, options),
  };
}

function nemesisOf(fault: DiskFault, options: NemesisOptions): Nemesis {
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
      } satisfies DiskStrike,
    }),
    heal: { f: heal, value: null },
  };
  const struck = new Set<NodeName>();
  return {
    name: fault.name,
    operations: [{ strike, heal, affects: ['disks', 'servers'], quorum: 'may be lost' }],
    ...faultSchedule(plan, options),
    invoke: async ({ f, value }, signal) =>
      f === heal
        ? healAll(struck, options, signal)
        : strikeSome(value as DiskStrike, { options, struck }, signal),
    teardown: async signal => {
      await Promise.all(nodes.map(node => node.disk?.recover(signal)));
      await Promise.all(nodes.map(node => node.start(signal)));
    },
  };
}

interface Striking {
  readonly options: NemesisOptions;
  /** Nodes that were struck and not healed. */
  readonly struck: Set<NodeName>;
}

async function strikeSome(
  { who, trouble }: DiskStrike,
  { options, struck }: Striking,
  signal: AbortSignal,
): Promise<FaultReport> {
  const victims = await findVictims(who, options, signal);
  const names = victims.map(({ name }) => name);
  for (const name of names) struck.add(name);
  await Promise.all(victims.map(node => diskOf(node).trouble(trouble, signal)));
  const seen = await observe({
    ...{ clock: options.clock, signal, boundMs: BOUND_MS },
    look: () => sufferings(victims, signal),
    enough: each => Object.values(each).every(({ suffered }) => suffered > 0),
  });
  const verified = names.length > 0 && Object.values(seen).every(({ suffered }) => suffered > 0);
  return { verified, did: { nodes: names, trouble }, seen, on: { nodes: names } };
}

/** @throws Error where the target has no such disk, which its `supports` says before a run. */
export function diskOf({ name, disk }: EnsembleNode): NodeDisk {
  if (disk !== undefined) return disk;
  throw new Error(`${name}: expected a disk that can be disturbed, found none`);
}

interface Suffering {
  readonly suffered: number;
  readonly state: ProcessState;
}

async function sufferings(
  nodes: readonly EnsembleNode[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, Suffering>>> {
  const looks = nodes.map(async node => {
    const suffered = await diskOf(node).suffered(signal);
    return [node.name, { suffered, state: await node.state(signal) }] as const;
  });
  return Object.fromEntries(await Promise.all(looks));
}

async function healAll(
  struck: Set<NodeName>,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<FaultReport> {
  const nodes = options.ensemble.nodes.filter(({ name }) => struck.has(name));
  await Promise.all(nodes.map(node => diskOf(node).recover(signal)));
  const { started, seen } = await revive(nodes, options, signal);
  struck.clear();
  return {
    verified: Object.values(seen).every(({ state }) => state === 'running'),
    did: { recovered: nodes.map(({ name }) => name), started },
    seen,
    on: { nodes: nodes.map(({ name }) => name) },
  };
}
