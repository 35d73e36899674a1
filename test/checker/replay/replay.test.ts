import { expect, test } from 'vitest';
import { checkTrace, type ReplayOptions } from '../../../src/checker/replay/replay.ts';
import {
  children,
  close,
  create,
  create2,
  ephemeral,
  exists,
  get,
  names,
  remove,
  sequential,
  set,
  type Trace,
  trace,
} from '../../kit/trace-notation.ts';

/** Returns `valid`, or the types of the anomalies. */
function verdictOf(t: Trace, options: ReplayOptions = {}): string {
  const verdict = checkTrace(t.records, { features: t.features, ...options });
  if (verdict.valid === true) return 'valid';
  if (verdict.valid === 'unknown') return `unknown: ${verdict.why}`;
  return verdict.anomalies.map(({ type }) => type).join(' ');
}

const one = (): Trace => trace().open(1, 'n1');
const two = (): Trace => one().open(2, 'n2');

test('a trace without operations -> unknown', () => {
  expect(verdictOf(trace())).toBe('unknown: the trace holds no answered request');
});

test('create, setData, getData, delete on one session -> valid', () => {
  const t = one()
    .call(1, create('/a', { data: 'x' }), 3)
    .call(1, get('/a'), 3)
    .call(1, set('/a', 'y'), 4)
    .call(1, get('/a'), 4)
    .call(1, remove('/a', 1), 5)
    .call(1, exists('/a'), 5);
  expect(verdictOf(t)).toBe('valid');
});

test('a read that shows another version than its state has -> wrong-reply', () => {
  const t = one()
    .call(1, create('/a'), 3)
    .call(1, get('/a'), 3, { stat: { version: 1 } });
  expect(verdictOf(t)).toBe('wrong-reply');
});

test('a finding is one sentence: the first field, expected, found and the write that explains it', () => {
  const t = one()
    .call(1, create('/a'), 3)
    .call(1, create('/a/x'), 4)
    .call(1, create('/a/y'), 5)
    .call(1, children('/a'), 5, { stat: { numChildren: 1 } });
  const verdict = checkTrace(t.records);
  expect(verdict).toMatchObject({
    valid: false,
    anomalies: [
      {
        seen: 'getChildren2 /a on n1 at 0.010 s: expected numChildren 2 (created 0x4, 0x5), found 1',
        detail: ['getChildren2 /a on n1 at 0.010 s (client 1, zxid 0x5)'],
      },
    ],
  });
});

test('of several fields the others are in the detail, with the operations in full', () => {
  const t = one()
    .call(1, create('/a'), 3)
    .call(1, set('/a', 'x'), 4)
    .call(1, get('/a'), 4, { data: '', stat: { version: 0, mzxid: 3, dataLength: 0 } });
  const verdict = checkTrace(t.records);
  expect(verdict.valid === false && verdict.anomalies[0]).toMatchInlineSnapshot(`
    {
      "detail": [
        "setData /a version -1 on n1 at 0.006 s (client 1, zxid 0x4)",
        "getData /a on n1 at 0.008 s (client 1, zxid 0x4)",
        "expected version 1 (set at 0x4 by setData /a version -1 on n1 at 0.006 s), found 0",
        "expected dataLength 1 (set at 0x4 by setData /a version -1 on n1 at 0.006 s), found 0",
        "expected data "eA==" (set at 0x4 by setData /a version -1 on n1 at 0.006 s), found """,
      ],
      "operations": [],
      "promised": "a server that has processed a zxid shows every acknowledged write up to it",
      "seen": "getData /a on n1 at 0.008 s: expected mzxid 0x4 (set at 0x4 by setData /a version -1 on n1 at 0.006 s), found 0x3",
      "type": "lost-write",
    }
  `);
});

test('a read at a larger zxid that lacks an acknowledged write -> lost-write', () => {
  const t = two()
    .call(1, create('/a'), 3)
    .call(2, get('/a'), 3)
    .call(1, set('/a', 'x'), 4)
    .call(2, get('/a'), 4, {
      data: '',
      stat: { mzxid: 3, version: 0, dataLength: 0, mtime: 1_000_003 },
    });
  expect(verdictOf(t)).toBe('lost-write');
});

test('a stale read whose zxid says so -> valid', () => {
  const t = two().call(1, create('/a'), 3).call(2, exists('/a'), 3);
  t.records.push(...one().open(3, 'n3').call(3, exists('/a'), 2, { err: -101 }).records.slice(2));
  expect(verdictOf(t)).toBe('valid');
});

test('a session whose zxids go backwards -> monotonic-reads', () => {
  const t = two().call(1, create('/a'), 3).call(2, exists('/a'), 3);
  t.call(2, exists('/b'), 2);
  expect(verdictOf(t)).toBe('monotonic-reads');
});

test('a session that does not see its own write -> read-your-writes', () => {
  const t = one().call(1, create('/a'), 3).call(1, exists('/b'), 2);
  expect(verdictOf(t)).toBe('read-your-writes');
});

test('a write sent after a reply with a larger zxid -> real-time-order', () => {
  const t = two().call(1, create('/a'), 7).call(2, create('/b'), 6);
  expect(verdictOf(t)).toContain('real-time-order');
});

test('two writes with one zxid -> conflicting-zxid', () => {
  const t = two();
  t.send(1, create('/a'), 5).call(2, create('/b'), 5);
  t.records.push({
    kind: 'reply',
    time: 1e9,
    client: 1,
    xid: 1,
    zxid: 5,
    err: 0,
    result: { path: '/a' },
  });
  expect(verdictOf(t)).toContain('conflicting-zxid');
});

test('a write in doubt that a later stat mentions took effect -> valid', () => {
  const t = two().call(1, create('/a'), 3).send(1, set('/a', 'x'), 4).call(2, get('/a'), 4);
  expect(verdictOf(t)).toBe('valid');
});

test('a write in doubt that nobody mentions did not happen -> valid', () => {
  const t = two().call(1, create('/a'), 3).send(1, set('/a', 'x')).call(2, get('/a'), 3);
  expect(verdictOf(t)).toBe('valid');
});

test('a change that no request explains -> phantom', () => {
  const t = two()
    .call(1, create('/a'), 3)
    .call(2, get('/a'), 4, { stat: { mzxid: 4, version: 1 } });
  expect(verdictOf(t)).toContain('phantom');
});

test('a create in doubt that only a list of names shows -> valid', () => {
  const t = two().send(1, create('/a'), 4).call(2, names('/'), 4);
  expect(verdictOf(t)).toBe('valid');
});

test('a name in a list that nobody created -> phantom', () => {
  const t = two()
    .call(1, create('/b'), 3)
    .call(2, names('/'), 4, { children: ['zookeeper', 'a', 'b'] });
  expect(verdictOf(t)).toBe('phantom');
});

test('ephemerals go with the close of their session -> valid', () => {
  const t = two().call(1, ephemeral('/e'), 3).call(1, close, 4).call(2, exists('/e'), 4);
  expect(verdictOf(t)).toBe('valid');
});

test('an ephemeral that is visible after its session closed -> ghost-ephemeral', () => {
  const t = two().call(1, ephemeral('/e'), 3).call(2, exists('/e'), 3);
  const reply = t.records.findLast(record => record.kind === 'reply');
  t.call(1, close, 4).call(2, exists('/e'), 4);
  const last = t.records.pop();
  if (last?.kind !== 'reply' || reply?.kind !== 'reply') throw new Error('no reply');
  t.records.push({ ...last, err: 0, result: reply.result ?? {} });
  expect(verdictOf(t)).toBe('ghost-ephemeral');
});

test('ephemerals that vanish at once after their client fell silent -> valid', () => {
  const t = two()
    .call(1, create('/d'), 3)
    .call(1, ephemeral('/d/e'), 4)
    .call(1, ephemeral('/d/f'), 5)
    .disconnect(1)
    .end(0x100n, 9)
    .call(2, children('/d'), 10);
  expect(verdictOf(t)).toBe('valid');
});

test('one of two ephemerals vanishes -> anomaly', () => {
  const t = two()
    .call(1, create('/d'), 3)
    .call(1, ephemeral('/d/e'), 4)
    .call(1, ephemeral('/d/f'), 5)
    .disconnect(1)
    .call(2, children('/d'), 10, {
      children: ['f'],
      stat: { pzxid: 9, cversion: 3, numChildren: 1 },
    });
  expect(verdictOf(t)).not.toBe('valid');
});

test('a sequential name that was given before -> duplicate', () => {
  const t = one()
    .call(1, sequential('/s'), 3)
    .call(1, sequential('/s'), 4, { path: '/s0000000000' });
  expect(verdictOf(t)).toBe('duplicate');
});

test('create2 shows the stat of the new znode', () => {
  expect(verdictOf(one().call(1, create2('/a'), 3))).toBe('valid');
  expect(verdictOf(one().call(1, create2('/a'), 3, { stat: { czxid: 2 } }))).not.toBe('valid');
});

test('a watch fires before the reply that reveals the change -> valid', () => {
  const t = two()
    .call(1, create('/a'), 3)
    .call(2, get('/a', true), 3)
    .call(1, set('/a', 'x'), 4)
    .event(2, 'NodeDataChanged', '/a', 4)
    .call(2, get('/a'), 4);
  expect(verdictOf(t)).toBe('valid');
});

test('a reply reveals a change before the watch fired -> missed-event', () => {
  const t = two()
    .call(1, create('/a'), 3)
    .call(2, get('/a', true), 3)
    .call(1, set('/a', 'x'), 4)
    .call(2, get('/a'), 4);
  expect(verdictOf(t)).toBe('missed-event');
});

test('an event after the reply that reveals the change -> missed-event and late-event', () => {
  const t = two()
    .call(1, create('/a'), 3)
    .call(2, get('/a', true), 3)
    .call(1, set('/a', 'x'), 4)
    .call(2, get('/a'), 4)
    .event(2, 'NodeDataChanged', '/a', 4)
    .call(2, get('/a'), 4);
  expect(verdictOf(t)).toBe('missed-event late-event');
});

test('an event without a watch -> phantom-event', () => {
  const t = two()
    .call(1, create('/a'), 3)
    .call(2, get('/a'), 3)
    .call(1, set('/a', 'x'), 4)
    .event(2, 'NodeDataChanged', '/a', 4)
    .call(2, get('/a'), 4);
  expect(verdictOf(t)).toBe('phantom-event');
});

test('an event of a one-shot watch twice -> phantom-event', () => {
  const t = two()
    .call(1, create('/a'), 3)
    .call(2, get('/a', true), 3)
    .call(1, set('/a', 'x'), 4)
    .call(1, set('/a', 'y'), 5)
    .event(2, 'NodeDataChanged', '/a', 4)
    .event(2, 'NodeDataChanged', '/a', 5)
    .call(2, get('/a'), 5);
  expect(verdictOf(t)).toBe('phantom-event');
});
