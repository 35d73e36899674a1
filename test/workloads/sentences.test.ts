import { describe, expect, test } from 'vitest';
import { sentenceOf } from '../../src/anomalies.ts';
import type { Checker } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { History } from '../../src/history/history.ts';
import { seededRandom } from '../../src/random.ts';
import { sameTotal } from '../../workloads/bank/workload.ts';
import { counting } from '../../workloads/counter/checker.ts';
import type { WorkloadEntry } from '../../workloads/entry.ts';
import { ephemerals } from '../../workloads/ephemeral/checker.ts';
import { election } from '../../workloads/exclusion/election.ts';
import { lock } from '../../workloads/exclusion/lock.ts';
import { semaphore } from '../../workloads/exclusion/semaphore.ts';
import { fifo } from '../../workloads/queue/checker.ts';
import { setFull } from '../../workloads/set/checker.ts';
import { watches } from '../../workloads/watch/checker.ts';
import { anEnsemble } from '../kit/an-ensemble.ts';
import { verdictOn } from '../kit/judge.ts';
import { history, type Op } from '../kit/notation.ts';
import { stamped } from '../kit/stamped.ts';
import { turns } from '../kit/turns.ts';

const sentences = (checker: Checker, ops: History): readonly string[] => {
  const verdict = verdictOn(checker, ops);
  if (verdict.valid !== false) throw new Error(`expected invalid, found ${verdict.valid}`);
  return verdict.anomalies.map(sentenceOf);
};
const hex = (zxid: number): string => hexOf(BigInt(zxid));

describe('turns', () => {
  const of = (entry: WorkloadEntry, ops: History): readonly string[] => {
    const options = { keys: 1, concurrency: 3, ensemble: anEnsemble, random: seededRandom(1) };
    return sentences(entry.create({ ...options, reads: 'quorum' }).checkers[0], ops);
  };
  const together = '0(a 1(a 0)a:1 10ms 1)a:2 20ms 0(z 0)z 1(z 1)z';

  test('two holders of a lock', () =>
    expect(of(lock, turns(together))).toMatchInlineSnapshot(`
    [
      "Two holders: session 0x1 held lock 0 from 0.002 to 0.020 s, session 0x2 from 0.010 s (10 ms together).",
    ]
  `));
  test('two leaders', () => {
    const lead = (process: number, sequence: number, at: readonly [number, number]): Op => ({
      ...{ process, f: 'lead', key: 3, session: BigInt(process + 1), at },
      output: { sequence, czxid: hex(sequence), wakeUps: 1 },
    });
    const resign = (process: number, at: readonly [number, number]): Op => ({
      ...{ process, f: 'resign', key: 3, at },
    });
    const led = [lead(0, 1, [0, 100]), lead(1, 2, [10, 240])];
    expect(
      of(election, history(led, resign(0, [310, 320]), resign(1, [400, 410]))),
    ).toMatchInlineSnapshot(`
      [
        "Two holders: session 0x1 led election 3 from 0.100 to 0.310 s, session 0x2 from 0.240 s (70 ms together).",
      ]
    `);
  });
  test('three holders of two leases', () =>
    expect(
      of(semaphore, turns('0(a 1(a 2(a 0)a:1 1)a:2 2)a:3 20ms 0(z 0)z 1(z 1)z 2(z 2)z')),
    ).toMatchInlineSnapshot(`
      [
        "Three holders: session 0x1 held a lease of semaphore 0 from 0.003 to 0.020 s, session 0x2 held a lease of semaphore 0 from 0.004 to 0.022 s, session 0x3 from 0.005 s (15 ms together).",
      ]
    `));
  test('overtaken in line', () =>
    expect(of(lock, turns('0(a 1(a 1)a:2 10ms 0)a:1 20ms 0(z 0)z 1(z 1)z'))).toMatchInlineSnapshot(`
      [
        "Overtaken in line: session 0x2 held lock 0 from 0.002 s, session 0x1, before it in line, only from 0.010 s.",
      ]
    `));
});

describe('a set', () => {
  const add = (value: number, node: string): Op => ({
    ...{ process: 0, key: 0, f: 'add', value, zxid: value, node },
  });
  const last = (...births: readonly (readonly number[])[]): Op => ({
    ...{ process: 2, key: 0, f: 'read-everywhere' },
    output: births.map((values, at) => ({
      node: `n${at + 1}`,
      at: '0x64',
      births: Object.fromEntries(values.map(value => [value, hex(value)])),
    })),
  });
  const adds = [add(1, 'n1'), add(2, 'n2'), add(3, 'n1')];

  test('one lost write', () =>
    expect(
      sentences(setFull('quorum'), history(adds, '60s', last([1, 2, 3], [1, 2]))),
    ).toMatchInlineSnapshot(`
      [
        "Lost write: the create of 3 in set 0, acknowledged by n1 at 0.005 s, is missing on n2 at 60.001 s.",
      ]
    `));
  test('lost writes of one node are one anomaly', () =>
    expect(
      sentences(setFull('quorum'), history(adds, '60s', last([1, 2, 3], []))),
    ).toMatchInlineSnapshot(`
      [
        "Lost writes: 3 creates, acknowledged or shown by n1 and n2 between 0.001 and 0.005 s, are missing on n2 at 60.001 s.",
      ]
    `));
  test('a restart of the node between the creates and the read is named', () => {
    const nemesis = (f: string, value?: unknown): Op => ({
      process: 'nemesis',
      f,
      type: value ? 'info' : 'invoke',
      value,
    });
    const killed = (node: string): readonly Op[] => [
      nemesis('kill'),
      nemesis('kill', { did: { kill: [node] }, seen: { [node]: 'dead' } }),
      nemesis('start'),
      nemesis('start', { did: { start: [node] }, seen: {} }),
    ];
    const of = (...parts: readonly (string | Op | readonly Op[])[]): readonly string[] =>
      sentences(setFull('local'), stamped(history(...parts)));
    const lost = last([1, 2, 3], [1, 2]);
    const read = (output: readonly number[]): Op => ({
      ...{ process: 1, key: 0, f: 'read', output, node: 'n2' },
    });
    expect({
      'after the create': of(adds, '61s', killed('n2'), lost),
      'before the create': of(killed('n2'), adds, '61s', lost),
      'of another node': of(adds, '61s', killed('n1'), lost),
      'after a read that misses it': of(adds, '60s', read([1, 2]), '61s', killed('n2'), lost),
      'after a read that shows it': of(adds, '60s', read([1, 2, 3]), '61s', killed('n2'), lost),
      'after the read': of(adds, '61s', lost, killed('n2')),
    }).toMatchInlineSnapshot(`
      {
        "after a read that misses it": [
          "Lost write: the create of 3 in set 0, acknowledged by n1 at 0.005 s, is missing on n2 at 61.005 s.",
        ],
        "after a read that shows it": [
          "Lost write: the create of 3 in set 0, acknowledged by n1 at 0.005 s, is missing on n2 at 61.005 s, since its restart at 61.003 s.",
        ],
        "after the create": [
          "Lost write: the create of 3 in set 0, acknowledged by n1 at 0.005 s, is missing on n2 at 61.005 s, since its restart at 61.003 s.",
        ],
        "after the read": [
          "Lost write: the create of 3 in set 0, acknowledged by n1 at 0.005 s, is missing on n2 at 61.001 s.",
        ],
        "before the create": [
          "Lost write: the create of 3 in set 0, acknowledged by n1 at 0.009 s, is missing on n2 at 61.001 s.",
        ],
        "of another node": [
          "Lost write: the create of 3 in set 0, acknowledged by n1 at 0.005 s, is missing on n2 at 61.005 s.",
        ],
      }
    `);
  });
  test('a stale read', () => {
    const read: Op = { process: 1, key: 0, f: 'read', output: [1, 3], node: 'n3' };
    expect(
      sentences(setFull('quorum'), history(adds, read, last([1, 2, 3]))),
    ).toMatchInlineSnapshot(`
      [
        "Stale read: n3 returned set 0 without 2 at 0.007 s, but it had been acknowledged by n2 at 0.003 s.",
      ]
    `);
  });
});

test('a value that is dequeued twice', () =>
  expect(sentences(fifo, history('0/0=e:1 0/1=d:1 0/2=d:1'))).toMatchInlineSnapshot(`
    [
      "Duplicate: value 1 was dequeued 2 times: by process 1 on n1 at 0.003 s and by process 2 on n1 at 0.005 s.",
    ]
  `));

test('a queue out of order', () =>
  expect(sentences(fifo, history('0/0=e:1 0/0=e:2 0/1=d:2 0/2=d:1'))).toMatchInlineSnapshot(`
    [
      "Queue out of order: value 2 was dequeued by process 1 on n1 at 0.005 s, before value 1 (dequeued by process 2 on n1 at 0.007 s), which had been enqueued earlier: from 0.000 to 0.001 s, the other from 0.002 to 0.003 s.",
    ]
  `));

test('a wrong total', () =>
  expect(
    sentences(sameTotal(2), history({ f: 'read', output: { 0: 11, 1: 10 }, node: 'n2' })),
  ).toMatchInlineSnapshot(`
    [
      "Wrong total: n2 returned balances of 21 in total at 0.001 s, not of 20: {"0":11,"1":10}.",
    ]
  `));

test('a counter that lost an add', () => {
  const add = (count: number): Op => ({
    ...{ key: 0, f: 'add', output: { count, mzxid: hex(count) } },
  });
  const read: Op = { process: 1, key: 0, f: 'read', output: { count: 1, mzxid: hex(1) } };
  expect(sentences(counting('quorum'), history(add(1), add(2), read))).toMatchInlineSnapshot(`
    [
      "Stale read: process 1 saw 1 on n1 at 0.005 s, but 2 adds had been acknowledged.",
      "Stale read: process 1 saw 1 on n1 at 0.005 s, after process 0 had seen 2 on n1 at 0.003 s.",
    ]
  `);
});

describe('watches', () => {
  const left = (state: number, zxid: number) => ({
    ...{ kind: 'read', slot: 'data', key: 0, watch: true, state: hex(state), zxid: hex(zxid) },
  });
  const look = (...entries: readonly unknown[]): Op => ({
    ...{ process: 3, f: 'look', key: 0, output: entries },
  });

  test('a missed event', () =>
    expect(
      sentences(watches, history(look(left(10, 10)), look(left(20, 20)))),
    ).toMatchInlineSnapshot(`
      [
        "Missed event: the watch left on the data of znode 0 at zxid 0xa by 0.001 s did not fire, but its session had seen a later state by 0.003 s (process 3).",
      ]
    `));
  test('an event of no watch', () =>
    expect(
      sentences(
        watches,
        history(look({ kind: 'event', type: 'NodeDataChanged', key: 0, child: false })),
      ),
    ).toMatchInlineSnapshot(`
      [
        "Phantom event: NodeDataChanged for the data of znode 0 arrived by 0.001 s, but no watch on it was set (process 3).",
      ]
    `));
});

test('an ephemeral that outlives its session', () => {
  const begin: Op = {
    ...{ process: 1, f: 'begin', value: 1 },
    output: { owner: hex(1), czxid: hex(10), timeoutMs: 2000 },
  };
  const shown = { node: 'n2', zxid: hex(30), there: true, owner: hex(1), czxid: hex(10) };
  const last: Op = {
    ...{ process: 6, f: 'look-everywhere', value: 1 },
    output: [{ ...shown, pzxid: hex(10), mzxid: hex(9) }],
  };
  const end: Op = { process: 1, f: 'end', value: 'close', output: {} };
  expect(sentences(ephemerals, history(begin, end, '30s', last))).toMatchInlineSnapshot(`
    [
      "Ghost ephemeral: n2 still showed the ephemeral of session 0x1 at 30.001 s, 28.00 s after the session's end and timeout (ephemeral 1).",
    ]
  `);
});
