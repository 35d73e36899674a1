/** Watches, and the changes that they wait for.
 *   change  value 'data' or 'child'   ok: 'data', 'created' or 'deleted': what was changed
 *   look    value 'stay' or 'move'    leaves one-shot watches, rests (and moves), reads without watches
 *   follow  value 'stay' or 'move'    sets a persistent watch, once a session, and counts changes
 *           of both   ok, fail, info: the events received since the previous operation: trace.ts
 * `info` of look or follow: its session is over. */

import { homeOf, roams } from '../../src/client/roaming.ts';
import { ensureZnodes } from '../../src/client/session.ts';
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, fromFunction, once, sequence, stagger } from '../../src/generator/index.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { lacking } from '../features.ts';
import { watches } from './checker.ts';
import { type WatchOp, watchClient } from './client.ts';
import { pathOf, WATCHED } from './trace.ts';

/** Znodes that are watched. */
const MOST_KEYS = 3;
/** The time between two changes of one thread, so that there is a pause. */
const BETWEEN_CHANGES_MS = 20;
/** A roaming session changes servers once every N operations on average. */
const OPERATIONS_PER_MOVE = 4;
/** The role of each thread; the odd threads roam. */
const PARTS = ['change', 'look', 'look', 'follow', 'follow', 'change'] as const;
/** The threads that follow by persistent watches; the others' are recursive, too. */
const PERSISTENT = 3;

const CLAIM: Claim = {
  claim:
    'a one-shot watch fires once, for the change that it waits for, before its session can see that change or a later one, even if the session moves. Persistent and recursive watches report every change while their session stays at a server, in the order of zxids',
  source:
    "ZooKeeper Programmer's Guide, ZooKeeper Watches (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkWatches)",
};

export const watch: WorkloadEntry = {
  name: 'watch',
  doc: 'watches that fire once and watches that stay, of sessions that stay and sessions that move',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({ random, concurrency, keys, ensemble }: WorkloadOptions): Workload<WatchOp> {
  const znodes = Math.min(MOST_KEYS, keys);
  const skipped = lacking(ensemble, 'persistent watches');
  const partOf = (thread: number | 'nemesis'): (typeof PARTS)[number] => {
    const part = PARTS[thread === 'nemesis' ? 0 : thread % PARTS.length] ?? 'change';
    return part === 'follow' && skipped.length > 0 ? 'look' : part;
  };
  const key = (): number => random.intBelow(znodes);
  const change = (): WatchOp => ({
    f: 'change',
    value: random.intBelow(2) === 0 ? 'data' : 'child',
    key: key(),
  });
  const visit = (f: 'look' | 'follow', thread: number | 'nemesis'): WatchOp => {
    const moves = roams(thread) && random.intBelow(OPERATIONS_PER_MOVE) === 0;
    return { f, value: moves ? 'move' : 'stay', key: key() };
  };
  return {
    name: 'watch',
    ...CLAIM,
    setup: (place, signal) => {
      const paths = Array.from({ length: znodes }, (_, at) => pathOf(at));
      return ensureZnodes([WATCHED, ...paths], place, signal);
    },
    open: place =>
      watchClient(
        homeOf(place, concurrency),
        (place.process % concurrency) % PARTS.length === PERSISTENT
          ? 'persistent'
          : 'persistent-recursive',
      ),
    generator: eachThread(thread => {
      const part = partOf(thread);
      return part === 'change'
        ? stagger(random, BETWEEN_CHANGES_MS, change)
        : fromFunction(() => visit(part, thread));
    }),
    finalGenerator: eachThread(thread => {
      const f = partOf(thread);
      const all = Array.from({ length: znodes }, (_, at) => at);
      if (f === 'change') return once(change);
      return sequence(...all.map(at => once<WatchOp>({ f, value: 'stay', key: at })));
    }),
    checkers: [watches],
    skipped,
  };
}
