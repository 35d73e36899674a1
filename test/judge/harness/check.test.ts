/** A harness that lies about its own work is found: each lie beside the truth that differs in one thing. */
import { describe, expect, test } from 'vitest';
import type { TraceRecord } from '../../../src/checker/replay/trace.ts';
import { type History, historyOf } from '../../../src/history/history.ts';
import { HarnessCheck } from '../../../src/judge/harness/check.ts';
import type { TestRecord } from '../../../src/store/results.ts';
import { history, type Op, type Part } from '../../kit/notation.ts';
import { TEST } from '../../kit/sample-records.ts';
import { stamped } from '../../kit/stamped.ts';

const ns = (ms: number): number => ms * 1e6;
const complete: TestRecord = { ...TEST, plan: { ...TEST.plan, timeLimitMs: 30_000 } };

/** Client 0 is process 0, at a node. */
const session = (node = 'n1'): TraceRecord[] => [
  { kind: 'opened', time: 0, client: 0, process: 0, timeoutMs: 6000 },
  {
    ...{ kind: 'connected', time: 0, client: 0, node, session: 1n, resumed: false },
    ...{ timeoutMs: 6000, lastZxidSeen: 0 },
  },
];
/** Client 0 comes back to its session. */
const resumed = (ms: number): TraceRecord[] => [
  {
    ...{ kind: 'connected', time: ns(ms), client: 0, node: 'n2', session: 1n, resumed: true },
    ...{ timeoutMs: 6000, lastZxidSeen: 9 },
  },
];
/** A write, or a read, of client 0 that is answered. */
const asks = (f: 'setData' | 'exists', sentMs: number, answeredMs: number): TraceRecord[] => [
  {
    ...{ kind: 'sent', time: ns(sentMs), client: 0, xid: 1 },
    request:
      f === 'exists' ? { f, path: '/a', watch: false } : { f, path: '/a', data: '', version: -1 },
  },
  { kind: 'reply', time: ns(answeredMs), client: 0, xid: 1, zxid: 9, err: 0 },
];

function why(of: History, records: readonly TraceRecord[], record: TestRecord = complete): string {
  const check = new HarnessCheck(of, record, []);
  for (const each of records) check.take(each);
  const verdict = check.end();
  return verdict.valid === 'unknown' ? verdict.why : String(verdict.valid);
}

/** A load over all of the time limit, beside other events. */
const loaded = (...parts: readonly Part[]): History => history('0=w:1', ...parts, '28s 0=w:2');

/** A fault from 1.1 s on, healed at 3 s. */
const struck = (f: string, value: object, heal: string): History =>
  stamped(
    loaded(`1000ms *(${f} 1100ms`, { f, process: 'nemesis', value }, `3000ms *(${heal} 3100ms`, {
      f: heal,
      process: 'nemesis',
      value: { verified: true },
    }),
  );

describe('the load', () => {
  test('over its time limit is one', () => expect(why(loaded(), [])).toBe('true'));
  test('that stopped after 2 of 30 s is not', () =>
    expect(why(history('0=w:1 2s 0=w:2'), [])).toContain(
      'should last 30 s, but its last operation was invoked at 2.0 s',
    ));
  test('that stopped, with final operations after the limit, is not', () =>
    expect(why(history('0=w:1 2s 0=w:2 31s 0=r:2'), [])).toContain('invoked at 2.0 s'));
  describe('that stopped after 2 of 30 s', () => {
    const clients = Array.from({ length: complete.plan.concurrency }, (_, thread) => thread);
    const stopped = (fromMs: number, idle: readonly number[]): History =>
      stamped(
        history('0=w:1 2s 0=w:2', {
          ...{ f: 'quiet-clients', process: 'nemesis', at: [fromMs, fromMs] },
          value: { verified: true, did: { idle }, seen: {} },
        }),
      );
    test('since all clients idled from then on, is one', () =>
      expect(why(stopped(2_100, clients), [])).toBe('true'));
    test('while all clients idled from half of the time on, is not', () =>
      expect(why(stopped(15_000, clients), [])).toContain('invoked at 2.0 s'));
    test('while a client worked, is not', () =>
      expect(why(stopped(2_100, clients.slice(1)), [])).toContain('invoked at 2.0 s'));
  });
  describe('of which thread 1', () => {
    const { concurrency } = complete.plan;
    const worked = (untilMs: number): History =>
      history(
        ...Array.from({ length: 57 }, (_, at) => (at + 1) * 500).flatMap((ms): Op[] =>
          [0, 1 + concurrency].flatMap(process =>
            process === 0 || ms <= untilMs
              ? [{ f: 'write', value: ms, process, at: [ms, ms + 10] }]
              : [],
          ),
        ),
      );
    test('worked to the end is one', () => expect(why(worked(28_500), [])).toBe('true'));
    test('invoked nothing any more after half of the time is not', () =>
      expect(why(worked(15_000), [])).toContain('client threads 1 invoked nothing'));
    test('invoked little before, too, is one', () => expect(why(worked(5_000), [])).toBe('true'));
  });
  test('that the user stopped is', () =>
    expect(why(history('0=w:1 2s 0=w:2'), [], { ...complete, ending: 'stopped' })).toBe('true'));
});

describe('the lines of the history', () => {
  const events = [...loaded().events()];
  const changed = (at: number, change: object): History =>
    historyOf(events.map((event, place) => (place === at ? { ...event, ...change } : event)));
  test('in order are right', () => expect(why(historyOf(events), [])).toBe('true'));
  test('with a time that goes back are not', () =>
    expect(why(changed(2, { time: 0 }), [])).toContain('event 2 has a time'));
  test('with an index missing are not', () =>
    expect(why(changed(3, { index: 9 }), [])).toContain('has index 9, expected 3'));
});

describe('a completion', () => {
  const recordedAt = (ms: number): Op => ({ f: 'write', value: 1, process: 0, at: [10, ms] });
  const failedAt = (f: string): Op => ({ f, value: 1, process: 0, type: 'fail', at: [10, 40] });
  const exchange = [...session(), ...asks('setData', 11, 20)];
  const unanswered = exchange.slice(0, -1);
  test('recorded when its reply came is right', () =>
    expect(why(loaded(recordedAt(21)), exchange)).toBe('true'));
  test('of a write that was refused is recorded as failed', () =>
    expect(why(loaded(failedAt('setData')), exchange)).toBe('true'));
  test('of a write that was never answered is not recorded as failed', () =>
    expect(why(loaded(failedAt('setData')), unanswered)).toContain(
      'is recorded as failed, though its setData, sent at 0.011 s, was never answered',
    ));
  test('of a read whose write before it was never answered may be', () =>
    expect(why(loaded(failedAt('read')), unanswered)).toBe('true'));
  test('of an operation that was to store something is not, if that was never answered', () => {
    const request = { f: 'setData', path: '/a', data: 'eA==', version: -1 } as const;
    const facts = { client: 0, xid: 1 };
    const sent: TraceRecord = { ...facts, kind: 'sent', time: ns(11), request };
    const reply: TraceRecord = { ...facts, kind: 'reply', time: ns(20), zxid: 9, err: -103 };
    const records: TraceRecord[] = [...session(), sent];
    expect(why(loaded(failedAt('cas')), [...records, reply])).toBe('true');
    expect(why(loaded(failedAt('cas')), records)).toContain('is recorded as failed');
  });
  test.each([
    ['one that stores something', 'eA==', 'is recorded as failed'],
    ['one that makes empty znodes is fine', '', 'true'],
  ])('of an operation whose multi was never answered: %s', (_, data, expected) => {
    const part = { f: 'create', path: '/a', data, flags: 0, acl: [] } as const;
    const request = { f: 'multi', parts: [part] } as const;
    const sent: TraceRecord = { kind: 'sent', time: ns(11), client: 0, xid: 1, request };
    expect(why(loaded(failedAt('set')), [...session(), sent])).toContain(expected);
  });
  test('says nothing of a write that left when it was recorded', () => {
    const request = { f: 'setData', path: '/a', data: 'eA==', version: -1 } as const;
    const sent = (ms: number): TraceRecord[] => [
      ...session(),
      { kind: 'sent', time: ns(ms), client: 0, xid: 1, request },
    ];
    expect(why(loaded(failedAt('cas')), sent(39.9))).toContain('is recorded as failed');
    expect(why(loaded(failedAt('cas')), sent(40))).toBe('true');
  });
  test('recorded half a second later hides real time', () =>
    expect(why(loaded(recordedAt(521)), exchange)).toContain('the latest 501 ms after it'));
});

describe('the times of operations', () => {
  const SECONDS = Array.from({ length: 20 }, (_, at) => at + 1);
  const exchanges = [
    ...session(),
    ...SECONDS.flatMap(second => asks('setData', second * 1000 + 1, second * 1000 + 2)),
  ];
  /** Operations of 10 ms, one a second. */
  const recorded = (shiftMs: number, lastsMs = 10): History =>
    history(
      '0=w:1',
      ...SECONDS.map((second): Op => {
        const fromMs = second * 1000 + shiftMs;
        return { f: 'write', value: second, process: 0, at: [fromMs, fromMs + lastsMs] };
      }),
      '28s 0=w:2',
    );
  test('that hold what their clients exchanged are right', () =>
    expect(why(recorded(0), exchanges)).toBe('true'));
  test('whose completions are all 30 ms late hide real time', () =>
    expect(why(recorded(0, 32), exchanges)).toContain(
      'three quarters of 21 completions were recorded 30 ms or more after',
    ));
  test('whose completions are all late hide real time, also where the next request leaves at once', () => {
    const busy = exchanges.flatMap(record =>
      record.kind === 'reply'
        ? [record, ...asks('setData', record.time / 1e6 + 30, 0).slice(0, 1)]
        : [record],
    );
    expect(why(recorded(0, 32), busy)).toContain('three quarters of 21 completions');
  });
  test('that hold nothing that their clients exchanged are made up', () =>
    expect(why(recorded(50), exchanges)).toContain('their clients exchanged nothing'));
});

describe('an operation', () => {
  const exchange = [...session(), ...asks('setData', 11, 12)];
  const written = (zxid: number, node = 'n1'): Op => ({
    ...{ f: 'write', value: 1, process: 0, zxid, node, at: [10, 12] },
  });
  test('with the zxid of a reply is right', () =>
    expect(why(loaded(written(9)), exchange)).toBe('true'));
  test('at another node than its reply came from is made up', () =>
    expect(why(loaded(written(9, 'n2')), exchange)).toContain(
      'is recorded with zxid 0x9 of n2, though n1 sent it to process 0',
    ));
  test('with a zxid that no reply carried is made up', () =>
    expect(why(loaded(written(8)), exchange)).toContain(
      'is recorded with zxid 0x8, which no reply to process 0 carried',
    ));
});

describe('a reply that passes over a request', () => {
  /** Client 0 asks twice, has one reply, with zxid 9, and connects again. */
  const passes = (xid: number, lastZxidSeen: number): TraceRecord[] => {
    const exists = { f: 'exists', path: '/a', watch: false } as const;
    return [
      ...session(),
      { ...{ kind: 'sent', time: ns(11), client: 0, xid: 1 }, request: exists },
      { ...{ kind: 'sent', time: ns(11), client: 0, xid: 2 }, request: exists },
      { ...{ kind: 'reply', time: ns(12), client: 0, xid, zxid: 9, err: 0 } },
      {
        ...{ kind: 'connected', time: ns(20), client: 0, node: 'n2', session: 1n, resumed: true },
        ...{ timeoutMs: 6000, lastZxidSeen },
      },
    ];
  };
  const read: Op = { f: 'read', value: 1, process: 0, zxid: 9, node: 'n1', at: [10, 12] };

  test('is given up with its connection: the client need not have seen its zxid', () =>
    expect(why(loaded(), passes(2, 0))).toBe('true'));
  test('differs from one in order, whose zxid the client must have seen', () =>
    expect(why(loaded(), passes(1, 0))).toContain('though it had received 0x9'));
  test('gives no operation its zxid', () =>
    expect(why(loaded(read), passes(2, 0))).toContain(
      'is recorded with zxid 0x9, which no reply to process 0 carried',
    ));
  test('differs from one in order, which does', () =>
    expect(why(loaded(read), passes(1, 9))).toBe('true'));
  test('does not excuse a lower zxid on the connection after it', () => {
    const replies = [...asks('exists', 21, 22), ...resumed(30)].map(record =>
      record.kind === 'connected' ? { ...record, lastZxidSeen: 8 } : record,
    );
    expect(why(loaded(), [...passes(2, 0), ...replies])).toContain(
      'client 0 reported to n2 at 0.030 s that the last zxid it had seen was 0x8, though it had received 0x9',
    );
  });
});

describe('a client that connects again', () => {
  const again = (lastZxidSeen: number): TraceRecord[] => [
    ...session(),
    ...asks('setData', 11, 12),
    {
      ...{ kind: 'connected', time: ns(20), client: 0, node: 'n2', session: 1n, resumed: true },
      ...{ timeoutMs: 6000, lastZxidSeen },
    },
  ];
  test('and tells the zxid that it has seen is right', () =>
    expect(why(loaded(), again(9))).toBe('true'));
  test('and tells none that only a ping told it is right', () => {
    const ping: TraceRecord = {
      ...{ kind: 'reply', time: ns(15), client: 0, xid: -2, zxid: 12, err: 0 },
    };
    const [opened, connected, sent, reply, ...rest] = again(9);
    const records = [opened, connected, sent, reply, ping, ...rest];
    expect(
      why(
        loaded(),
        records.filter(record => record !== undefined),
      ),
    ).toBe('true');
  });
  test('and tells a lower zxid than it has seen lets servers show it older states', () =>
    expect(why(loaded(), again(8))).toContain(
      'client 0 reported to n2 at 0.020 s that the last zxid it had seen was 0x8, though it had received 0x9',
    ));
});

describe('a node', () => {
  const killed = struck('kill', { verified: true, did: {}, seen: { n1: 'dead' } }, 'start');

  test('said to be dead that answered before is fine', () =>
    expect(why(killed, [...session(), ...asks('exists', 900, 1000)])).toBe('true'));
  test('said to be dead that answers is a lie', () =>
    expect(why(killed, [...session(), ...asks('exists', 1900, 2000)])).toBe(
      'n1, which was reported as dead, sent something to a client at 2.000 s: the fault did not bite as reported',
    ));
  test('that is started at the time at which it was killed may answer', () => {
    const restarted = stamped(
      loaded(
        '1000ms *(kill 1000ms',
        {
          ...{ f: 'kill', process: 'nemesis', at: [1000, 1000] },
          value: { verified: true, did: {}, seen: { n1: 'dead' } },
        },
        { ...{ f: 'start', process: 'nemesis', value: { verified: true } }, at: [1000, 1000] },
      ),
    );
    expect(why(restarted, [...session(), ...asks('exists', 1900, 2000)])).toBe('true');
  });
  test('that answers while another is dead is fine', () =>
    expect(why(killed, [...session('n2'), ...asks('exists', 1900, 2000)])).toBe('true'));
  test('that answers once it was started again is fine', () =>
    expect(why(killed, [...session(), ...asks('exists', 3001, 3050)])).toBe('true'));
  test('whose reply was in flight is fine', () =>
    expect(why(killed, [...session(), ...asks('exists', 1050, 1300)])).toBe('true'));
  test('not verified to be dead may answer', () => {
    const tried = struck('kill', { verified: false, did: {}, seen: { n1: 'running' } }, 'start');
    expect(why(tried, [...session(), ...asks('exists', 1900, 2000)])).toBe('true');
  });
  test('said to be paused that answers is a lie', () => {
    const paused = struck('pause', { verified: true, did: {}, seen: { n1: 'paused' } }, 'resume');
    expect(why(paused, [...session(), ...asks('exists', 1900, 2000)])).toContain(
      'reported as paused',
    );
  });
});

describe('clients', () => {
  const idle = (threads: readonly number[]): History =>
    struck('quiet-clients', { verified: true, did: { idle: threads }, seen: {} }, 'wake-clients');

  test('said to idle that send nothing are fine', () =>
    expect(why(idle([0]), session())).toBe('true'));
  test('said to idle that send a request lie', () =>
    expect(why(idle([0]), [...session(), ...asks('exists', 1900, 2000)])).toBe(
      'process 0, which was reported as idle, sent exists at 1.900 s: the fault did not bite as reported',
    ));
  test('said to be paused that receive a reply lie', () => {
    const did = { 'pause-client': [0] };
    const paused = struck('pause-client', { verified: true, did, seen: {} }, 'heal-clients');
    expect(why(paused, [...session(), ...asks('exists', 1900, 2000)])).toBe(
      'process 0, which was reported as paused, received a reply at 2.000 s: the fault did not bite as reported',
    );
    expect(why(paused, [...session(), ...asks('exists', 1900, 3050)])).toBe('true');
  });
  describe('said to be cut off', () => {
    const did = { 'cut-client': [0] };
    const cut = struck('cut-client', { verified: true, did, seen: {} }, 'heal-clients');
    test('that receive nothing are', () =>
      expect(why(cut, [...session(), ...asks('exists', 900, 1000)])).toBe('true'));
    test('that receive a reply lie', () =>
      expect(why(cut, [...session(), ...asks('exists', 900, 1200)])).toBe(
        'process 0, which was reported as cut off, received a reply at 1.200 s: the fault did not bite as reported',
      ));
    test('that connect lie', () =>
      expect(why(cut, [...session(), ...resumed(2000)])).toContain(
        'process 0, which was reported as cut off, connected at 2.000 s',
      ));
    test('that connect once they are healed are', () =>
      expect(why(cut, [...session(), ...resumed(3050)])).toBe('true'));
  });
  describe('said to be moved', () => {
    const did = { 'move-client': { 0: 'n1' } };
    const moved = struck('move-client', { verified: true, did, seen: {} }, 'heal-clients');
    test('that resume a session meanwhile are', () =>
      expect(why(moved, [...session(), ...resumed(1050)])).toBe('true'));
    test('that resume it later are not', () =>
      expect(why(moved, [...session(), ...resumed(1150)])).toBe(
        'client threads 0, which were reported as moved, resumed no session from 1.000 s to 1.100 s: the fault did not bite as reported',
      ));
    test('in a run without a trace may have', () => expect(why(moved, [])).toBe('true'));
  });
  test('that send a request while others idle are fine', () =>
    expect(why(idle([1]), [...session(), ...asks('exists', 1900, 2000)])).toBe('true'));
  test('that send a request when they were woken are fine', () =>
    expect(why(idle([0]), [...session(), ...asks('exists', 3000, 3050)])).toBe('true'));
  test('whose request was held up by a fault of clients are fine', () => {
    const held = struck(
      'quiet-clients',
      { verified: true, did: { idle: [0] }, seen: {} },
      'wake-clients',
    );
    const pause = {
      ...{ f: 'pause-client', process: 'nemesis' },
      ...{ at: [1500, 1500], value: { verified: true, did: { 'pause-client': [0] }, seen: {} } },
    } satisfies Op;
    const both = stamped(
      loaded(
        '1000ms *(quiet-clients 1100ms',
        {
          ...{ f: 'quiet-clients', process: 'nemesis' },
          value: { verified: true, did: { idle: [0] }, seen: {} },
        },
        pause,
        '1800ms *(heal-clients 2000ms',
        { f: 'heal-clients', process: 'nemesis', value: { verified: true } },
        '3000ms *(wake-clients 3100ms',
        { f: 'wake-clients', process: 'nemesis', value: { verified: true } },
      ),
    );
    const sends = [...session(), ...asks('exists', 1900, 2000)];
    expect(why(held, sends)).toContain('reported as idle');
    expect(why(both, sends)).toBe('true');
  });
  test('that had sent a request before are fine', () =>
    expect(why(idle([0]), [...session(), ...asks('exists', 1050, 2000)])).toBe('true'));
});

describe('a partition', () => {
  const cut = (grudge: object, ports = 'all'): History =>
    stamped(
      loaded(
        '1000ms *(start-partition 1100ms',
        {
          ...{ f: 'start-partition', process: 'nemesis' },
          value: { verified: true, did: { grudge, ports }, seen: {} },
        },
        '9000ms *(stop-partition 9100ms *stop-partition',
      ),
    );
  const alone = { n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] };

  test('that leaves n1 alone while it acknowledges a write is a lie', () =>
    expect(why(cut(alone), [...session(), ...asks('setData', 1200, 1300)])).toContain(
      'n1, which was reported as cut off from every majority, acknowledged a write',
    ));
  test('that leaves n1 alone, which still answers reads, is fine', () =>
    expect(why(cut(alone), [...session(), ...asks('exists', 1200, 1300)])).toBe('true'));
  test('and a write that was sent before it may be acknowledged', () =>
    expect(why(cut(alone), [...session(), ...asks('setData', 1050, 1300)])).toBe('true'));
  test('and a write by a node of the majority is fine', () =>
    expect(why(cut(alone), [...session('n2'), ...asks('setData', 1200, 1300)])).toBe('true'));
  test('one way is enough to be cut off: nothing comes back', () =>
    expect(
      why(cut({ n1: ['n2', 'n3'] }), [...session(), ...asks('setData', 1200, 1300)]),
    ).toContain('cut off from every majority'));
  test('with a bridge cuts nobody off', () =>
    expect(
      why(cut({ n1: ['n3'], n3: ['n1'] }), [...session(), ...asks('setData', 1200, 1300)]),
    ).toBe('true'));
  test('from clients, of a node that answers a write of one, is a lie', () =>
    expect(
      why(cut({ n1: ['clients'] }, 'client'), [...session(), ...asks('setData', 1900, 2000)]),
    ).toContain('cut off from clients'));
});

describe('links said to be slow', () => {
  const slowed = (changes: object = {}): History =>
    struck(
      'start-slow',
      {
        ...{ verified: true, seen: {} },
        did: {
          ...{ to: ['n1'], ports: 'all', ...changes },
          disturbance: { kind: 'slow', leastMs: 100, mostMs: 400, order: 'kept' },
        },
      },
      'stop-slow',
    );
  const write = (sentMs: number, answeredMs: number, node = 'n1'): TraceRecord[] => [
    ...session(node),
    ...asks('setData', sentMs, answeredMs),
  ];
  test('to a node that acknowledges a write after that delay are', () =>
    expect(why(slowed(), write(1200, 1305))).toBe('true'));
  test('to a node that acknowledges a write in 10 ms are not', () =>
    expect(why(slowed(), write(1200, 1210))).toContain(
      'n1, whose links were reported as slow, acknowledged a write 10.0 ms after it was sent, at 1.210 s',
    ));
  test('say nothing of what other nodes acknowledge', () =>
    expect(why(slowed(), write(1200, 1210, 'n2'))).toBe('true'));
  test('say nothing of a write before them, or after their heal', () => {
    expect(why(slowed(), write(1050, 1060))).toBe('true');
    expect(why(slowed(), write(3110, 3120))).toBe('true');
  });
  test('of elections alone slow no write', () =>
    expect(why(slowed({ ports: 'election' }), write(1200, 1210))).toBe('true'));
});
