/** Exchanges servers for another version, one after the other, each when the one before serves again, and back. Between
 *  the two, servers of both versions may serve together.
 *    upgrade-servers  value {who, to}  seen {node: {version, role}}
 *    return-servers   value null       the same
 *  Verified when each server that was exchanged names the version itself, and serves. A node that does not come back ends
 *  the exchange: the nodes after it are left alone. */
import type {
  EnsembleNode,
  FaultReport,
  Nemesis,
  NemesisOptions,
  NodeName,
  NodeVersion,
  Role,
  ValueShape,
  WordParameter,
} from '../src/contract.ts';
import { wordIn, wordsIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { roleWithin } from './observe.ts';
import { stateOf, WHO } from './process-fault.ts';
import { faultSchedule } from './schedule.ts';
import { chooseVictims, findVictims, type Victims, victimsShape } from './victims.ts';

/** Versions that targets can bring, the oldest first. */
export const VERSIONS: readonly string[] = ['3.8.0', '3.9.3', '3.9.6'];
const TO: WordParameter = {
  kind: 'word',
  name: 'to',
  doc: 'the other version; the newest, or the oldest where servers have the newest, unless it is given',
  words: VERSIONS,
};

/** How long a node may take to serve again. */
const REJOIN_BOUND_MS = 20_000;

const STRIKE = 'upgrade-servers';
const HEAL = 'return-servers';

export const upgrade: NemesisEntry = {
  name: 'upgrade',
  doc: 'exchanges the servers of one, a minority, a majority or all nodes for another version, one after the other, and back',
  faults: ['upgrade'],
  takes: [WHO, TO],
  create: createUpgrade,
};

interface Exchange {
  readonly who: Victims;
  /** Undefined: the newest other version. */
  readonly to?: string;
}

/** The shape of an Exchange. */
const EXCHANGE: ValueShape = {
  kind: 'fields',
  fields: { who: victimsShape() },
  optional: { to: { kind: 'word', words: VERSIONS } },
};

function createUpgrade(options: NemesisOptions): Nemesis {
  const { nodes } = options.ensemble;
  const names = nodes.map(({ name }) => name);
  const to = wordIn(options.aim, TO.name);
  const choice = { aimed: wordsIn(options.aim, WHO.name), atMost: options.atMost };
  /** The versions that servers had before they were exchanged. */
  const moved = new Map<NodeName, string | undefined>();
  const strike = async (
    { who, to: wanted }: Exchange,
    signal: AbortSignal,
  ): Promise<FaultReport> => {
    const victims = await findVictims(who, options, signal);
    const version = wanted ?? (await otherVersion(nodes, signal));
    for (const node of victims)
      if (!moved.has(node.name)) moved.set(node.name, await versionOf(node).said(signal));
    const orders = victims.map(node => ({ node, use: version, expected: version }));
    return exchangeAll(orders, { options, f: STRIKE, signal });
  };
  const heal = async (signal: AbortSignal): Promise<FaultReport> => {
    const victims = nodes.filter(({ name }) => moved.has(name));
    const orders = victims.map(node => ({ node, expected: moved.get(node.name) }));
    const report = await exchangeAll(orders, { options, f: HEAL, signal });
    if (report.verified) moved.clear();
    return report;
  };
  const plan = {
    name: 'upgrade',
    strike: (random: NemesisOptions['random']) => ({
      f: STRIKE,
      value: {
        who: chooseVictims(names, random, choice),
        ...(to !== undefined && { to }),
      } satisfies Exchange,
    }),
    heal: { f: HEAL, value: null },
  };
  return {
    name: 'upgrade',
    operations: [
      { strike: STRIKE, heal: HEAL, affects: ['servers'], quorum: 'may be lost', mixes: true },
    ],
    values: { [STRIKE]: EXCHANGE },
    ...faultSchedule(plan, options),
    invoke: ({ f, value }, signal) =>
      f === STRIKE ? strike(value as Exchange, signal) : heal(signal),
    teardown: async signal => {
      for (const node of nodes.filter(({ name }) => moved.has(name))) {
        await node.kill(signal);
        await versionOf(node).use(undefined, signal);
      }
      await Promise.all(nodes.map(node => node.start(signal)));
    },
  };
}

/** The newest version that no server has, or the oldest where the servers have the newest. */
async function otherVersion(
  nodes: readonly EnsembleNode[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const said = await Promise.all(nodes.map(node => versionOf(node).said(signal)));
  const newest = VERSIONS.at(-1);
  return said.includes(newest) ? VERSIONS[0] : newest;
}

interface Means {
  readonly options: NemesisOptions;
  readonly f: string;
  readonly signal: AbortSignal;
}

/** What is to be done to a node. */
interface Order {
  readonly node: EnsembleNode;
  /** Undefined: its own version. */
  readonly use?: string | undefined;
  /** The version that it must name afterwards. Undefined: every version will do. */
  readonly expected: string | undefined;
}

interface Exchanged {
  readonly version: string | undefined;
  readonly role: Role;
}

async function exchangeAll(orders: readonly Order[], means: Means): Promise<FaultReport> {
  const { f } = means;
  const seen: Record<string, Exchanged> = {};
  let all = orders.length > 0 || f === HEAL;
  for (const order of orders) {
    const found = await exchange(order, means);
    seen[order.node.name] = found;
    all = found.role !== 'none' && (order.expected ?? found.version) === found.version;
    if (!all) break;
  }
  const nodes = Object.keys(seen);
  return { verified: all, did: { [f]: nodes }, seen, on: { nodes } };
}

async function exchange({ node, use }: Order, { options, signal }: Means): Promise<Exchanged> {
  await node.stop(signal);
  if ((await stateOf(node, 'dead', options, signal)) !== 'dead') await node.kill(signal);
  await versionOf(node).use(use, signal);
  await node.start(signal);
  const bounds = { clock: options.clock, signal, boundMs: REJOIN_BOUND_MS };
  const role = await roleWithin(node, bounds);
  return { version: await versionOf(node).said(signal), role };
}

/** @throws Error where the target has one version, which its `supports` says before a run. */
function versionOf({ name, version }: EnsembleNode): NodeVersion {
  if (version !== undefined) return version;
  throw new Error(`${name}: expected a server that can be exchanged, found none`);
}
