/** Registers, as in register/workload.ts, while one thread changes the members of the ensemble.
 *   change   value {server, to}   to 'participant' or 'observer'          ok: {version, members}
 *   replace  value server         removed, and added again at once        ok: the same
 *   restore  value null           all of them participants again          ok: the same
 *   view     value null           a strong read of the configuration      ok: the same
 * A change that would leave too few who vote `fail`s. `info` of a change: it may yet be made. */
import { linearizable } from '../../src/checker/linearizable/index.ts';
import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { Checker, Generator, Workload, WorkloadOptions } from '../../src/contract.ts';
import {
  cycle,
  eachThread,
  independentKeys,
  mix,
  once,
  phases,
  reserve,
  sequence,
  stagger,
  untilOk,
} from '../../src/generator/index.ts';
import type { Event } from '../../src/history/event.ts';
import { historyOf } from '../../src/history/history.ts';
import { versionedRegister } from '../../src/model/index.ts';
import type { Random } from '../../src/random.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { lacking } from '../features.ts';
import { prepareRegisters } from '../register/client.ts';
import { configurations } from './checker.ts';
import {
  type KnownMembers,
  learnMembers,
  type ReconfigOp,
  reconfigClient,
  SIDE,
} from './client.ts';

const VALUE_COUNT = 3;
const OPERATIONS_PER_KEY = 150;
/** The time between two changes, in ms: enough for an election and some load. */
const CHANGE_INTERVAL_MS = 3_000;
const CLAIM: Claim = {
  claim:
    'while members are removed, added and change their roles, reads that follow a write of the same session, writes and compare-and-sets of one znode stay linearizable, and configurations follow one another',
  source:
    'ZooKeeper Dynamic Reconfiguration (https://zookeeper.apache.org/doc/current/zookeeperReconfig.html)',
};

export const reconfig: WorkloadEntry = {
  name: 'reconfig',
  doc: 'registers while members are removed, added, and made observers and participants',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  requires: ['reconfiguration'],
  create,
};

function create({ random, concurrency, ensemble }: WorkloadOptions): Workload<ReconfigOp> {
  const skipped = lacking(ensemble, 'reconfiguration');
  const can = skipped.length === 0;
  const { voters } = ensemble;
  const known: KnownMembers = new Map();
  const leastVoters = Math.floor(voters / 2) + 1;
  return {
    name: 'reconfig',
    ...CLAIM,
    setup: async (place, signal) => {
      await ensureZnodes([SIDE], place, signal);
      await prepareRegisters(place, signal);
      if (can) await learnMembers(known, place, signal);
    },
    open: place => reconfigClient({ session: sessionAt(place), known, leastVoters }),
    generator: can
      ? reserve([[1, changes(voters, random)]], registers(concurrency - 1, random))
      : registers(concurrency, random),
    ...(can && { finalGenerator: atTheEnd(voters) }),
    checkers: [configurations, among(['read', 'write', 'cas'], linearizable(versionedRegister))],
    reconfigures: can,
    skipped,
  };
}

/** Restricts a checker to the operations with these functions, and the nemesis. */
export function among(fs: readonly string[], checker: Checker): Checker {
  const seen = ({ f, process }: Event): boolean => process === 'nemesis' || fs.includes(f);
  return {
    name: checker.name,
    perKey: false,
    check: (history, budget) =>
      checker.check(historyOf([...history.events()].filter(seen)), budget),
  };
}

function registers(threads: number, random: Random): Generator<ReconfigOp> {
  const value = (): number => random.intBelow(VALUE_COUNT);
  const read = (): ReconfigOp => ({ f: 'read', value: null });
  const write = (): ReconfigOp => ({ f: 'write', value: value() });
  const cas = (): ReconfigOp => ({ f: 'cas', value: [value(), value()] });
  return independentKeys<ReconfigOp>(Math.max(1, threads), OPERATIONS_PER_KEY, () =>
    mix<ReconfigOp>(random, read, read, write, write, cas),
  );
}

/** Changes one member at a time, and restores it before the next; replacements and role changes alternate, so
 * that each was done before the first fault. Never the first member, which the thread uses, since a removed
 * server hangs up. */
function changes(voters: number, random: Random): Generator<ReconfigOp> {
  const view = once<ReconfigOp>({ f: 'view', value: null });
  const turn = (away: (server: number) => ReconfigOp): Generator<ReconfigOp> => {
    const server = voters - random.intBelow(Math.max(1, voters - 1));
    return sequence(
      once<ReconfigOp>(away(server)),
      view,
      untilOk<ReconfigOp>(() => ({ f: 'change', value: { server, to: 'participant' } })),
      view,
    );
  };
  const observe = (server: number): ReconfigOp => ({
    f: 'change',
    value: { server, to: 'observer' },
  });
  const replace = (server: number): ReconfigOp => ({ f: 'replace', value: server });
  return stagger(
    random,
    CHANGE_INTERVAL_MS / 2,
    cycle(() => sequence(turn(replace), turn(observe))),
  );
}

/** Replaces the last server, which faults may have prevented so far, twice: a removed leader cannot answer,
 * but is hardly elected again. Then restores all members, and every thread reads the result. */
function atTheEnd(voters: number): Generator<ReconfigOp> {
  const replaced = (): Generator<ReconfigOp> =>
    sequence(
      once<ReconfigOp>({ f: 'replace', value: voters }),
      untilOk<ReconfigOp>(() => ({ f: 'restore', value: null })),
    );
  return phases(
    eachThread(thread =>
      thread === 0 ? sequence(replaced(), replaced()) : sequence<ReconfigOp>(),
    ),
    eachThread(() => once<ReconfigOp>({ f: 'view', value: null })),
  );
}
