/** Restarts every node once, one after the other, each when the one before serves again, in an order that is drawn.
 *  The first node stays down for a while and misses what is written meanwhile. It is not restarted again, so that it
 *  may come to lead with what it was sent when it rejoined.
 *    begin-rolling-restart   value {order}   the first is dead when verified
 *    finish-rolling-restart  value null      seen {node: {stopped, state, role}}
 *  The end is verified when every node of the order was seen dead, and then served. A node that does not rejoin ends
 *  the rolling restart: the nodes after it are left alone. */
import type {
  EnsembleNode,
  FaultReport,
  Nemesis,
  NemesisOptions,
  NodeName,
  ProcessState,
  Role,
} from '../src/contract.ts';
import type { NemesisEntry } from './entry.ts';
import { observe, roleWithin } from './observe.ts';
import { faultSchedule } from './schedule.ts';
import { NODES } from './victims.ts';

/** How long a process may take to end. */
const END_BOUND_MS = 3_000;
/** How long a node may take to serve again. */
const REJOIN_BOUND_MS = 10_000;

const BEGIN = 'begin-rolling-restart';
const FINISH = 'finish-rolling-restart';

export const rollingRestart: NemesisEntry = {
  name: 'rolling-restart',
  doc: 'restarts (SIGTERM) all nodes, each when the one before serves again, the first after a while',
  faults: ['stop'],
  package: 'process',
  create: createRollingRestart,
};

interface Order {
  readonly order: readonly NodeName[];
}

function createRollingRestart(options: NemesisOptions): Nemesis {
  const { nodes } = options.ensemble;
  const names = nodes.map(({ name }) => name);
  let begun: readonly NodeName[] = [];
  const begin = async (order: readonly NodeName[], signal: AbortSignal): Promise<FaultReport> => {
    begun = order;
    return stopFirst(order, options, signal);
  };
  const finish = async (signal: AbortSignal): Promise<FaultReport> => {
    const order = begun;
    begun = [];
    return restartAll(order, options, signal);
  };
  return {
    name: 'rolling-restart',
    operations: [{ strike: BEGIN, heal: FINISH, affects: ['servers'], quorum: 'may be lost' }],
    values: { [BEGIN]: { kind: 'fields', fields: { order: NODES } } },
    ...faultSchedule(
      {
        name: 'rolling-restart',
        strike: random => ({ f: BEGIN, value: { order: random.shuffle(names) } satisfies Order }),
        heal: { f: FINISH, value: null },
      },
      options,
    ),
    invoke: ({ f, value }, signal) =>
      f === BEGIN ? begin((value as Order).order, signal) : finish(signal),
    teardown: async signal => {
      await Promise.all(nodes.map(node => node.start(signal)));
    },
  };
}

async function stopFirst(
  order: readonly NodeName[],
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<FaultReport> {
  const first = nodesOf(order, options).slice(0, 1);
  const states = await Promise.all(first.map(node => stop(node, options, signal)));
  const names = order.slice(0, 1);
  return {
    verified: states.length > 0 && states.every(state => state === 'dead'),
    did: { [BEGIN]: names },
    seen: Object.fromEntries(names.map((name, at) => [name, states[at]])),
    on: { nodes: names },
  };
}

/** What became of one node of the order. */
interface Restarted {
  readonly stopped: ProcessState;
  readonly state: ProcessState;
  readonly role: Role;
}

async function restartAll(
  order: readonly NodeName[],
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<FaultReport> {
  const seen: Record<string, Restarted> = {};
  for (const node of nodesOf(order, options)) {
    const restarted = await restart(node, options, signal);
    seen[node.name] = restarted;
    if (!hasRestarted(restarted)) break;
  }
  const all = Object.values(seen);
  return {
    verified: all.length === order.length && all.every(hasRestarted),
    did: { [FINISH]: Object.keys(seen) },
    seen,
    on: { nodes: Object.keys(seen) },
  };
}

function hasRestarted({ stopped, role }: Restarted): boolean {
  return stopped === 'dead' && role !== 'none';
}

async function restart(
  node: EnsembleNode,
  options: NemesisOptions,
  signal: AbortSignal,
): Promise<Restarted> {
  const stopped = await stop(node, options, signal);
  await node.start(signal);
  const bounds = { clock: options.clock, signal, boundMs: REJOIN_BOUND_MS };
  const role = await roleWithin(node, bounds);
  return { stopped, state: await node.state(signal), role };
}

/** Stops a node that still runs; returns the state of its process afterwards. */
async function stop(
  node: EnsembleNode,
  { clock }: NemesisOptions,
  signal: AbortSignal,
): Promise<ProcessState> {
  await node.stop(signal);
  return observe({
    ...{ clock, signal, boundMs: END_BOUND_MS },
    look: () => node.state(signal),
    enough: seen => seen === 'dead',
  });
}

function nodesOf(
  order: readonly NodeName[],
  { ensemble }: NemesisOptions,
): readonly EnsembleNode[] {
  return order.flatMap(name => ensemble.nodes.find(node => node.name === name) ?? []);
}
