/** Removes voters from the ensemble by a reconfiguration while clients work, and adds them again.
 *   remove-member   value Victims   seen {node: members}, of the nodes that are left
 *   restore-member  value null      seen {node: members}, of all nodes
 * A quorum of the voters is left. A strike is verified when each remaining node that answers names none of the removed
 * ones in its own configuration, a heal when every node that answers names all of them. A server that does not serve
 * once it is a member again is restarted, as an operator would do.
 * Source: ZooKeeper Dynamic Reconfiguration (https://zookeeper.apache.org/doc/current/zookeeperReconfig.html). */
import type {
  EnsembleNode,
  FaultReport,
  Members,
  Nemesis,
  NemesisOptions,
  NodeName,
} from '../src/contract.ts';
import { wordsIn } from './aim.ts';
import type { NemesisEntry } from './entry.ts';
import { observe } from './observe.ts';
import { WHO } from './process-fault.ts';
import { revive } from './revive.ts';
import { faultSchedule } from './schedule.ts';
import { chooseVictims, findVictims, type Victims, victimsShape } from './victims.ts';

/** How long servers may take to agree on a configuration. */
const BOUND_MS = 10_000;
/** How often a change is requested that a server refuses. */
const MOST_TRIES = 5;
const PAUSE_MS = 500;

const STRIKE = 'remove-member';
const HEAL = 'restore-member';

export const membership: NemesisEntry = {
  name: 'membership',
  doc: 'removes one or a minority of the nodes from the ensemble by a reconfiguration, and adds them again',
  faults: ['membership'],
  takes: [WHO],
  create: createMembership,
};

interface Acting {
  readonly options: NemesisOptions;
  /** Nodes that were removed and not added again. */
  readonly removed: Set<NodeName>;
}

function createMembership(options: NemesisOptions): Nemesis {
  const { nodes } = options.ensemble;
  const names = nodes.map(({ name }) => name);
  const most = Math.max(1, Math.ceil(names.length / 2) - 1);
  const choice = { aimed: wordsIn(options.aim, WHO.name), atMost: most };
  const acting = { options, removed: new Set<NodeName>() };
  return {
    name: 'membership',
    operations: [{ strike: STRIKE, heal: HEAL, affects: ['membership'], quorum: 'may be lost' }],
    values: { [STRIKE]: victimsShape() },
    ...faultSchedule(
      {
        name: 'membership',
        strike: random => ({ f: STRIKE, value: chooseVictims(names, random, choice) }),
        heal: { f: HEAL, value: null },
      },
      options,
    ),
    invoke: async ({ f, value }, signal) => {
      if (f === HEAL) return restoreAll(acting, signal);
      const victims = await findVictims(value as Victims, options, signal);
      return removeAll(victims.slice(0, most), acting, signal);
    },
    teardown: async signal => {
      for (const name of acting.removed) await membersOf(options).restore(name, signal);
      await Promise.all(nodes.map(node => node.start(signal)));
    },
  };
}

async function removeAll(
  victims: readonly EnsembleNode[],
  { options, removed }: Acting,
  signal: AbortSignal,
): Promise<FaultReport> {
  const names = victims.map(({ name }) => name);
  const refused: Record<string, string> = {};
  for (const name of names) {
    removed.add(name);
    const why = await tried(() => membersOf(options).remove(name, signal), options, signal);
    if (why !== undefined) refused[name] = why;
  }
  const left = options.ensemble.nodes.filter(({ name }) => !removed.has(name));
  const seen = await agreed(left, members => names.every(name => !members.includes(name)), {
    options,
    signal,
  });
  return {
    verified: names.length > 0 && seen.isAgreed,
    did: { removed: names, ...(Object.keys(refused).length > 0 && { refused }) },
    seen: seen.members,
    on: { nodes: names },
  };
}

async function restoreAll({ options, removed }: Acting, signal: AbortSignal): Promise<FaultReport> {
  const names = [...removed];
  const refused: Record<string, string> = {};
  for (const name of names) {
    const why = await tried(() => membersOf(options).restore(name, signal), options, signal);
    if (why === undefined) removed.delete(name);
    else refused[name] = why;
  }
  const { nodes } = options.ensemble;
  const { started } = await revive(
    nodes.filter(({ name }) => names.includes(name)),
    options,
    signal,
  );
  const seen = await agreed(nodes, members => names.every(name => members.includes(name)), {
    options,
    signal,
  });
  return {
    verified: seen.isAgreed,
    did: { added: names, started, ...(Object.keys(refused).length > 0 && { refused }) },
    seen: seen.members,
    on: { nodes: names },
  };
}

/** Asks again while a server refuses: another change is under way, or nobody leads. */
async function tried(
  change: () => Promise<string | undefined>,
  { clock }: NemesisOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  let why = await change();
  for (let tries = 1; tries < MOST_TRIES && why !== undefined; tries++) {
    await clock.sleep(PAUSE_MS, signal);
    why = await change();
  }
  return why;
}

interface Agreement {
  readonly isAgreed: boolean;
  /** The members that each node names; one that does not answer is left out. */
  readonly members: Readonly<Record<string, readonly NodeName[]>>;
}

/** Waits until each node that answers names members that are as wanted. */
async function agreed(
  nodes: readonly EnsembleNode[],
  isWanted: (members: readonly NodeName[]) => boolean,
  { options, signal }: { readonly options: NemesisOptions; readonly signal: AbortSignal },
): Promise<Agreement> {
  const look = async (): Promise<Agreement> => {
    const named = nodes.map(
      async node => [node.name, (await node.members?.(signal)) ?? []] as const,
    );
    const answered = (await Promise.all(named)).filter(([, members]) => members.length > 0);
    const members = Object.fromEntries(answered);
    const all = Object.values(members);
    return { members, isAgreed: all.length > 0 && all.every(isWanted) };
  };
  const enough = ({ isAgreed }: Agreement): boolean => isAgreed;
  return observe({ clock: options.clock, signal, boundMs: BOUND_MS, look, enough });
}

/** @throws Error where members cannot be changed, which the target's `supports` says before a run. */
function membersOf({ members }: NemesisOptions): Members {
  if (members !== undefined) return members;
  throw new Error('membership: expected an ensemble whose members can be changed, found none');
}
