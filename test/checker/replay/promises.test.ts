/** One good and one bad twin for clauses of the model; the twins differ in one operation. */
import { expect, test } from 'vitest';
import { type Features, featuresOf } from '../../../src/checker/replay/features.ts';
import { digestId } from '../../../src/checker/replay/model/digest.ts';
import { checkTrace } from '../../../src/checker/replay/replay.ts';
import type { TraceAcl, TraceId, TraceRequest } from '../../../src/checker/replay/trace.ts';
import {
  check,
  children,
  close,
  create,
  create2,
  ephemeral,
  exists,
  get,
  multi,
  ping,
  remove,
  set,
  setAcl,
  type Trace,
  trace,
} from '../../kit/trace-notation.ts';
import { typesOf } from '../../kit/trace-verdict.ts';

const one = (features?: Features): Trace => trace(features).open(1, 'n1');
const two = (features?: Features): Trace => one(features).open(2, 'n2');
const epoch = (number: number, counter: number): number => number * 2 ** 32 + counter;

const NOT_EMPTY = -111;
const NO_NODE = -101;
const NO_AUTH = -102;
const BAD_VERSION = -103;

test('a refused multi undoes its first parts; a visible part -> anomaly', () => {
  const base = (): Trace => two().call(1, multi(create('/a'), check('/b')), 3);
  expect(typesOf(base().call(2, exists('/a'), 3))).toEqual([]);
  const stat = { czxid: 3, mzxid: 3, pzxid: 3, ctime: 1, mtime: 1, version: 0, cversion: 0 };
  const full = { ...stat, aversion: 0, ephemeralOwner: 0n, dataLength: 0, numChildren: 0 };
  const bad = base().call(2, exists('/a'), 3);
  const last = bad.records.pop();
  if (last?.kind !== 'reply') throw new Error('no reply');
  bad.records.push({ ...last, err: 0, result: { stat: full } });
  expect(typesOf(bad)).toEqual(['phantom']);
});

test('one part of a multi is missing from a later state -> partial-multi', () => {
  const t = two()
    .call(1, multi(create('/a'), create('/b')), 3)
    .call(2, multi(set('/a', 'x'), set('/b', 'x')), 4)
    .call(1, get('/a'), 4)
    .call(1, get('/b'), 4, {
      data: '',
      stat: { version: 0, mzxid: 3, dataLength: 0, mtime: 1_000_003 },
    });
  expect(typesOf(t)).toEqual(['partial-multi']);
});

test('a delete is refused with NOTEMPTY; with another error -> wrong-error', () => {
  const base = (): Trace => one().call(1, create('/a'), 3).call(1, create('/a/b'), 4);
  expect(typesOf(base().call(1, remove('/a'), 5))).toEqual([]);
  expect(typesOf(base().call(1, remove('/a'), 5, { err: BAD_VERSION }))).toEqual(['wrong-error']);
  expect(typesOf(base().call(1, remove('/a'), 5, { err: NO_NODE }))).toEqual(['wrong-error']);
  expect(NOT_EMPTY).toBe(-111);
});

test('a refused write that takes effect -> anomaly', () => {
  const t = two()
    .call(1, create('/a'), 3)
    .call(1, set('/a', 'x', 7), 4)
    .call(2, get('/a'), 4, { data: 'eA==', stat: { mzxid: 4, version: 1, dataLength: 1 } });
  expect(typesOf(t)).not.toEqual([]);
});

test('an ACL refuses a reader, and permits an owner who is refused -> wrongful-denial', () => {
  const acl: TraceAcl[] = [{ perms: 31, id: { scheme: 'digest', id: digestId('u:p') } }];
  const base = (): Trace => two().call(1, create('/a', { acl }), 3);
  expect(typesOf(base().call(2, get('/a'), 3))).toEqual([]);
  const bad = base().call(2, get('/a'), 3);
  const last = bad.records.at(-1);
  expect(last?.kind === 'reply' && last.err).toBe(NO_AUTH);
  expect(typesOf(base().auth(2, 'u:p').call(2, get('/a'), 3))).toEqual([]);
  expect(typesOf(base().auth(2, 'u:q').call(2, get('/a'), 3))).toEqual([]);
  expect(typesOf(base().auth(2, 'u:p').call(2, get('/a'), 3, { err: NO_AUTH }))).toEqual([
    'wrongful-denial',
  ]);
});

test('a credential of an unknown scheme is refused; it is accepted -> wrong-error', () => {
  const at = (err: number): readonly string[] => {
    const t = one();
    const request = { f: 'auth', scheme: 'nonsense', auth: 'x' } as const;
    t.records.push({ kind: 'sent', time: 9e6, client: 1, xid: -4, request });
    t.records.push({ kind: 'reply', time: 9e6, client: 1, xid: -4, zxid: 0, err });
    return typesOf(t);
  };
  expect(at(-115)).toEqual([]);
  expect(at(0)).toEqual(['wrong-error']);
});

test('whoAmI shows the address, and every credential once', () => {
  const whoAmI = { f: 'whoAmI' } as const;
  const ip = { scheme: 'ip', id: '10.0.0.9' };
  const at = (...ids: readonly TraceId[]): readonly string[] =>
    typesOf(one().auth(1, 'u:p').call(1, whoAmI, 3, { ids }));
  expect(at(ip, { scheme: 'digest', id: 'u' })).toEqual([]);
  expect(at({ scheme: 'digest', id: 'u' })).toEqual(['wrong-reply']);
  expect(at(ip)).toEqual(['wrong-reply']);
});

test('the digest of a credential is the one that ZooKeeper computes', () => {
  expect(digestId('super:test')).toBe('super:D/InIHSb7yEEbrWz8b9l71RjZJU=');
});

test('setACL names the list, then the znode, then the version', () => {
  expect(typesOf(one().call(1, setAcl('/a', []), 3, { err: -114 }))).toEqual([]);
  expect(typesOf(one().call(1, setAcl('/a', []), 3, { err: NO_NODE }))).toEqual(['wrong-error']);
});

test('before 3.6 delete looks for the znode before it checks the ACL', () => {
  const acl: TraceAcl[] = [{ perms: 1, id: { scheme: 'world', id: 'anyone' } }];
  const at = (version: string, err: number): readonly string[] => {
    const t = one(featuresOf(version)).call(1, create('/a', { acl }), 3);
    return typesOf(t.call(1, remove('/a/b'), 4, { err }));
  };
  expect(at('3.5.9', NO_NODE)).toEqual([]);
  expect(at('3.5.9', NO_AUTH)).toEqual(['wrong-error']);
  expect(at('3.9.3', NO_AUTH)).toEqual([]);
  expect(at('3.9.3', NO_NODE)).toEqual(['wrong-error']);
});

test('exists needs READ since 3.8.4 and 3.9.2', () => {
  const acl: TraceAcl[] = [{ perms: 2, id: { scheme: 'world', id: 'anyone' } }];
  const at = (version: string): readonly string[] =>
    typesOf(
      one(featuresOf(version))
        .call(1, create2('/a', { acl }), 3)
        .call(1, exists('/a'), 3, { err: NO_AUTH }),
    );
  expect(at('3.9.3')).toEqual([]);
  expect(at('3.8.4')).toEqual([]);
  expect(at('3.8.0')).toEqual(['wrongful-denial']);
  expect(at('3.9.1')).toEqual(['wrongful-denial']);
});

test('acknowledged writes that a later epoch lacks -> lost-write, once', () => {
  const old = { version: 0, mzxid: epoch(1, 3), mtime: 1_000_000 + epoch(1, 3), data: '' };
  const t = two()
    .call(1, create('/a'), epoch(1, 3))
    .call(1, create('/b'), epoch(1, 4))
    .call(1, set('/a', 'x'), epoch(1, 5))
    .call(1, set('/b', 'x'), epoch(1, 6))
    .call(2, get('/a'), epoch(2, 1), { data: '', stat: { ...old, dataLength: 0 } })
    .call(2, get('/b'), epoch(2, 1), {
      data: '',
      stat: { ...old, mzxid: epoch(1, 4), mtime: 1_000_000 + epoch(1, 4), dataLength: 0 },
    });
  expect(typesOf(t)).toEqual(['lost-write']);
});

test.each([
  ['an earlier epoch', 1, ['lost-write']],
  ['the same epoch', 2, ['wrong-reply']],
])('a write of %s is missing from the version that the next one gets -> %s', (_, of, types) => {
  const t = two()
    .call(1, create('/a'), epoch(1, 3))
    .call(1, set('/a', 'x'), epoch(of, 5))
    .call(2, set('/a', 'y'), epoch(2, 6), { stat: { version: 1 } });
  expect(typesOf(t)).toEqual(types);
});

test('a session that is closed gets no more replies; one -> dead-session', () => {
  const base = (): Trace => two().call(1, create('/a'), 3).call(1, close, 4);
  expect(typesOf(base().call(2, exists('/a'), 4))).toEqual([]);
  expect(typesOf(base().call(1, set('/a', 'x'), 5))).toEqual(['dead-session']);
});

test('a session that had expired is resumed -> dead-session', () => {
  const base = (): Trace => one().call(1, create('/a'), 3).disconnect(1);
  expect(typesOf(base().connect(1, 'n2', 0x100n).call(1, exists('/a'), 3))).toEqual([]);
  expect(typesOf(base().expired(1).connect(1, 'n2', 0x100n).call(1, exists('/a'), 3))).toEqual([
    'dead-session',
  ]);
});

test('a session that a disturbed server reported as expired is resumed -> valid', () => {
  const t = one().call(1, create('/a'), 3).disconnect(1).wait(1000).expired(1);
  const { records } = t.connect(1, 'n2', 0x100n).call(1, exists('/a'), 3);
  const at = (fromNs: number, toNs: number) =>
    checkTrace(records, { disturbed: [{ fromNs, toNs }] });
  expect(at(0, 1e9).valid).toBe(true);
  expect(at(10e9, 11e9).valid).toBe(false);
});

test('one id for two new sessions -> duplicate', () => {
  expect(typesOf(one().open(2, 'n2', 0x100n).call(2, exists('/a'), 3))).toEqual(['duplicate']);
});

test('an ephemeral vanishes while its session is alive -> lost-ephemeral', () => {
  const t = two()
    .call(1, ephemeral('/e'), 3)
    .call(2, exists('/e'), 5, { err: NO_NODE })
    .call(1, ping, 6);
  expect(typesOf(t)).toEqual(['lost-ephemeral']);
});

test('watches set again on another server fire for what was missed', () => {
  const base = (): Trace =>
    two()
      .call(1, create('/a'), 3)
      .call(1, get('/a', true), 3)
      .disconnect(1)
      .call(2, set('/a', 'x'), 4)
      .connect(1, 'n3', 0x100n);
  const again = { f: 'setWatches', relativeZxid: 3, data: ['/a'], exist: [], child: [] } as const;
  expect(typesOf(base().event(1, 'NodeDataChanged', '/a').call(1, again, 4))).toEqual([]);
  expect(typesOf(base().call(1, again, 4))).toEqual(['missed-event']);
});

test('a persistent recursive watch fires below its path, and stays', () => {
  const base = (): Trace =>
    two()
      .call(1, create('/a'), 3)
      .call(1, { f: 'addWatch', path: '/a', mode: 1 }, 3)
      .call(2, create('/a/b'), 4)
      .call(2, set('/a/b', 'x'), 5);
  const good = base()
    .event(1, 'NodeCreated', '/a/b', 4)
    .event(1, 'NodeDataChanged', '/a/b', 5)
    .call(1, exists('/a'), 5);
  expect(typesOf(good)).toEqual([]);
  const bad = base().event(1, 'NodeCreated', '/a/b', 4).call(1, exists('/a'), 5);
  expect(typesOf(bad)).toEqual(['missed-event']);
});

test('a watch that was removed does not fire', () => {
  const base = (): Trace =>
    two()
      .call(1, create('/a'), 3)
      .call(1, get('/a', true), 3)
      .call(1, { f: 'removeWatches', path: '/a', type: 2 }, 3)
      .call(2, set('/a', 'x'), 4);
  expect(typesOf(base().call(1, exists('/a'), 4))).toEqual([]);
  const bad = base().event(1, 'NodeDataChanged', '/a', 4).call(1, exists('/a'), 4);
  expect(typesOf(bad)).toEqual(['phantom-event']);
});

test('removeWatches of a watch that is not there is refused', () => {
  const request = { f: 'removeWatches', path: '/a', type: 2 } as const;
  expect(typesOf(one().call(1, request, 3, { err: -121 }))).toEqual([]);
  expect(typesOf(one().call(1, request, 3))).toEqual(['wrong-error']);
});

test('a request that took effect twice -> duplicate', () => {
  const t = two()
    .call(1, create('/a'), 3)
    .call(1, set('/a', 'x'), 4)
    .send(2, set('/a', 'x'), 5)
    .call(2, get('/a'), 5);
  const sent = t.records.findIndex(record => record.kind === 'sent' && record.client === 2);
  t.records.splice(sent, 1);
  expect(typesOf(t)).toEqual(['duplicate']);
});

test('replies in another order than the requests -> fifo-order', () => {
  const t = one().call(1, create('/a'), 3).call(1, exists('/a'), 3).call(1, get('/a'), 3);
  const replies = t.records.flatMap((record, at) => (record.kind === 'reply' ? [at] : []));
  const [, second = 0, third = 0] = replies;
  const [sent] = t.records.splice(third - 1, 1);
  if (sent) t.records.splice(second, 0, sent);
  const [a, b] = [t.records[second + 1], t.records[third]];
  if (a && b) [t.records[second + 1], t.records[third]] = [b, a];
  expect(typesOf(t)).toEqual(['skipped-reply']);
});

test('one transaction has one time for all readers -> else wrong-reply', () => {
  const base = (): Trace => two().call(1, create('/a'), 3).call(1, get('/a'), 3);
  expect(typesOf(base().call(2, get('/a'), 3))).toEqual([]);
  expect(typesOf(base().call(2, get('/a'), 3, { stat: { mtime: 5 } }))).toEqual(['wrong-reply']);
});

test('root and its children count no creations of the servers', () => {
  expect(typesOf(one().call(1, children('/'), 3))).toEqual([]);
  expect(typesOf(one().call(1, children('/'), 3, { stat: { cversion: 0 } }))).toEqual([
    'wrong-reply',
  ]);
});

test('a reply from a state before an event of its connection -> monotonic-reads', () => {
  const base = (): Trace =>
    two()
      .call(1, create('/a'), 3)
      .call(1, get('/a', true), 3)
      .call(2, set('/a', 'x'), 4)
      .event(1, 'NodeDataChanged', '/a', 4);
  expect(typesOf(base().call(1, exists('/b'), 4))).toEqual([]);
  expect(typesOf(base().call(1, exists('/b'), 3))).toEqual(['monotonic-reads']);
});

const sync: TraceRequest = { f: 'sync', path: '/a' };

test('a sync answered from a state before what was seen when it was sent -> stale-read', () => {
  const base = (): Trace => two().call(1, create('/a'), 3);
  expect(typesOf(base().call(2, sync, 3))).toEqual([]);
  expect(typesOf(base().call(2, sync, 2))).toEqual(['stale-read']);
});

test('a sync that a deposed leader may have answered is not judged', () => {
  const { records } = two().call(1, create('/a'), 3).call(2, sync, 2);
  const verdict = checkTrace(records, { disturbed: [{ fromNs: 0, toNs: 1 }] });
  expect(verdict.valid).toBe(true);
});

test.each([
  [30_000, ['ghost-ephemeral']],
  [0, []],
])(
  'an ephemeral is there 40 s after its client left, faults active until %i ms before -> %s',
  (ms, types) => {
    const t = two().call(1, ephemeral('/e'), 3).disconnect(1).wait(40_000);
    const { records } = t.call(2, create('/a'), 4).call(2, exists('/e'), 4);
    const now = records.at(-1)?.time ?? 0;
    const verdict = checkTrace(records, { disturbed: [{ fromNs: 0, toNs: now - ms * 1e6 }] });
    expect(verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : []).toEqual(types);
  },
);
