/** A group whose members are ephemeral znodes, and views of it.
 *  join  value null   ok: {sequence, czxid, wakeUps}: it is a member with that number
 *  part  value null   ok: null, it is no member any more; after a `fail`, to be tried again
 *  view  value null   ok: [number, ...] of the members
 * `info` of a join or a part: its znode may be there until its session ends. Of a group some come and go
 * all the time, one stays as long as its session, and only views; at the end views continue for long enough
 * that the sessions of all former members must be over. */

import { enterLine } from '../../src/client/line.ts';
import { strongly } from '../../src/client/reads.ts';
import { sequenceOf } from '../../src/client/sequential.ts';
import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import { inTurns } from '../../src/client/turns.ts';
import {
  type OpenSession,
  type TurnOp,
  type Turnstile,
  turnstileClient,
} from '../../src/client/turnstile.ts';
import type {
  Client,
  ClientPlace,
  Generator,
  Outcome,
  ReadStrength,
  Worker,
  Workload,
  WorkloadOptions,
} from '../../src/contract.ts';
import {
  delay,
  eachProcess,
  eachThread,
  fromFunction,
  once,
  sequence,
  timeLimit,
  untilOk,
} from '../../src/generator/index.ts';
import { znodesIn } from '../../src/generator/shared-keys.ts';
import { outcomeOf } from '../../src/zookeeper/outcome.ts';
import { exceptForWeakReads } from '../claims.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { views } from './checker.ts';

/** Half of them members, the first of whom stays; half of them viewers. */
const THREADS_PER_GROUP = 6;
/** How long, in ms, views continue at the end, and their interval. */
const LAST_VIEWS_MS = 25_000;
const VIEW_MS = 500;
const ROOT = '/zoobreak-membership';
const CLAIM: Claim = {
  claim:
    'a view shows every member whose session is alive and that has not left; it shows none that has left or, after a while, whose session has ended',
  source:
    'ZooKeeper Recipes and Solutions, Group Membership (https://zookeeper.apache.org/doc/current/recipes.html)',
};

export const membership: WorkloadEntry = {
  name: 'membership',
  doc: 'a group of ephemeral members that come and go, and views of it',
  claims: exceptForWeakReads(CLAIM, 'a view may be stale'),
  create,
};

function create({ reads, concurrency, keys }: WorkloadOptions): Workload<TurnOp> {
  const groups = Math.max(1, Math.min(keys, Math.floor(concurrency / THREADS_PER_GROUP)));
  return {
    name: 'membership',
    ...membership.claims[reads],
    setup: (place, signal) => ensureZnodes(znodesIn(ROOT, groups), place, signal),
    open: place => membershipClient(place, reads),
    generator: eachThread(thread => lifeOf(placeIn(thread, groups))),
    finalGenerator: eachThread(thread => lastOf(placeIn(thread, groups))),
    checkers: [views],
  };
}

interface Place {
  readonly key: number;
  readonly role: 'stayer' | 'member' | 'viewer';
}

function placeIn(thread: Worker['thread'], groups: number): Place {
  const at = thread === 'nemesis' ? 0 : thread;
  const seat = Math.floor(at / groups) % THREADS_PER_GROUP;
  const role = seat === 0 ? 'stayer' : seat < THREADS_PER_GROUP / 2 ? 'member' : 'viewer';
  return { key: at % groups, role };
}

function lifeOf({ key, role }: Place): Generator<TurnOp> {
  const [join, part, view] = operationsOn(key);
  switch (role) {
    case 'stayer':
      return eachProcess(() => sequence(untilOk(join), fromFunction(view)));
    case 'member':
      return inTurns<TurnOp>({ enterF: 'join', enter: join, leave: part });
    case 'viewer':
      return fromFunction(view);
  }
}

/** Returns a thread's last operations: a member that comes and goes leaves; all others view, and the
 * permanent member leaves at the end. */
function lastOf({ key, role }: Place): Generator<TurnOp> {
  const [, part, view] = operationsOn(key);
  const views = timeLimit(LAST_VIEWS_MS, delay(VIEW_MS, view));
  switch (role) {
    case 'stayer':
      return sequence(views, once<TurnOp>(part));
    case 'member':
      return once<TurnOp>(part);
    case 'viewer':
      return views;
  }
}

function operationsOn(key: number): readonly [() => TurnOp, () => TurnOp, () => TurnOp] {
  const op = (f: string) => (): TurnOp => ({ f, value: null, key });
  return [op('join'), op('part'), op('view')];
}

/** A group has no limit: no client blocks another. */
const group: Turnstile = { root: ROOT, enterF: 'join', enter: enterLine(() => []) };

/** A client of one session, which is a member of one group at a time. */
export function membershipClient(
  place: ClientPlace,
  reads: ReadStrength,
  open: OpenSession = onEvent => sessionAt(place, onEvent),
): Client<TurnOp> {
  const session = open(() => {});
  const member = turnstileClient(group, place, () => session);
  const view = async (parent: string, signal: AbortSignal): Promise<Outcome> => {
    const reader = { session, reads, side: parent };
    const names = await strongly(reader, () => session.getChildren(parent, {}, signal), signal);
    return outcomeOf(names, 'read', names.ok ? numbersOf(names.value) : null);
  };
  return {
    invoke: (op, signal) =>
      op.f === 'view' ? view(`${ROOT}/${op.key}`, signal) : member.invoke(op, signal),
    close: () => member.close(),
  };
}

function numbersOf(names: readonly string[]): readonly number[] {
  return names.map(sequenceOf).sort((a, b) => a - b);
}
