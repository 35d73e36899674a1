/** Persistent and one-shot watches of one session on one znode.
 *   change  value 'data' or 'child'   as in workload.ts
 *   follow  value 'mix'               sets a persistent watch, once a session, leaves a one-shot watch on the data of
 *                                     the same znode, and counts changes before and after
 *           ok, fail, info: the events received since the previous operation: trace.ts
 * A persistent watch must report every change, regardless of other watches of its session on the znode. */
import { verdictOf } from '../../src/checker/finding.ts';
import { ensureZnodes } from '../../src/client/session.ts';
import type { Checker, Verdict, Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, fromFunction, stagger } from '../../src/generator/index.ts';
import type { History } from '../../src/history/history.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { doubtsOf } from './checker.ts';
import { type WatchOp, watchClient } from './client.ts';
import { togetherOf } from './findings.ts';
import { staying } from './staying.ts';
import { changesOf, sessionsOf } from './story.ts';
import { pathOf, WATCHED } from './trace.ts';

const MOST_KEYS = 3;
/** The time between two changes of one thread. */
const BETWEEN_CHANGES_MS = 50;
/** Every third thread changes znodes; of the others, half follow by persistent watches, half by recursive ones. */
const PARTS = ['change', 'persistent', 'persistent-recursive'] as const;

const CLAIM: Claim = {
  claim:
    'a persistent or recursive watch reports every change while its session stays at a server, regardless of one-shot watches that the session leaves on the same znode',
  source:
    "ZooKeeper Programmer's Guide, Persistent, Recursive Watches (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#sc_WatchPersistentRecursive)",
};

export const watchModes: WorkloadEntry = {
  name: 'watch-modes',
  doc: 'watches that stay and one-shot watches of one session on one znode',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  requires: ['persistent watches'],
  create,
};

const partOf = (thread: number): (typeof PARTS)[number] => PARTS[thread % PARTS.length] ?? 'change';

function create({ random, concurrency, keys }: WorkloadOptions): Workload<WatchOp> {
  const znodes = Math.min(MOST_KEYS, keys);
  const key = (): number => random.intBelow(znodes);
  const change = (): WatchOp => ({
    f: 'change',
    value: random.pick(['data', 'child']),
    key: key(),
  });
  const follow = (): WatchOp => ({ f: 'follow', value: 'mix', key: key() });
  return {
    name: 'watch-modes',
    ...CLAIM,
    setup: (place, signal) => {
      const paths = Array.from({ length: znodes }, (_, at) => pathOf(at));
      return ensureZnodes([WATCHED, ...paths], place, signal);
    },
    open: place => {
      const part = partOf(place.process % concurrency);
      const here = { ...place, servers: place.servers.slice(0, 1) };
      return watchClient(here, part === 'change' ? 'persistent' : part);
    },
    generator: eachThread(thread =>
      thread === 'nemesis' || partOf(thread) === 'change'
        ? stagger(random, BETWEEN_CHANGES_MS, change)
        : fromFunction(follow),
    ),
    checkers: [allTold],
  };
}

/** Decides whether persistent watches reported every change: see checker.ts. */
export const allTold: Checker = { name: 'watches', perKey: false, check };

function check(history: History): Verdict {
  const changes = changesOf(history);
  const sessions = sessionsOf(history);
  const found = togetherOf(sessions.map(session => staying(session, changes)));
  return verdictOf({
    anomalies: found.anomalies,
    counts: { sessions: sessions.length, changes: changes.all.length, ...found.counts },
    doubts: doubtsOf(found),
  });
}
