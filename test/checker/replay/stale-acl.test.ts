/** A write is judged by the ACL in the state before its zxid, a read by the one in the state of its reply. */
import { expect, test } from 'vitest';
import { checkTrace } from '../../../src/checker/replay/replay.ts';
import type { TraceAcl } from '../../../src/checker/replay/trace.ts';
import {
  close,
  create,
  ephemeral,
  get,
  remove,
  set,
  setAcl,
  type Trace,
  trace,
} from '../../kit/trace-notation.ts';

const acl = (perms: number): readonly TraceAcl[] => [
  { perms, id: { scheme: 'world', id: 'anyone' } },
];
const ALL = acl(31);
const READ_ONLY = acl(17);
const NO_READ = acl(30);
const NO_AUTH = -102;
const NOT_EMPTY = -111;

function anomaliesOf({ records }: Trace): readonly (readonly [string, string])[] {
  const verdict = checkTrace(records);
  return verdict.valid === false ? verdict.anomalies.map(one => [one.type, one.seen]) : [];
}

const typesOf = (t: Trace): readonly string[] => anomaliesOf(t).map(([type]) => type);

/** The list of /a is replaced at zxid 4, and that is acknowledged. */
const replaced = (before: readonly TraceAcl[], after: readonly TraceAcl[]): Trace =>
  trace()
    .open(1, 'n1')
    .open(2, 'n2')
    .call(1, create('/a', { acl: before }), 3)
    .call(1, setAcl('/a', after), 4);

const stat = {
  ...{ czxid: 3, mzxid: 5, pzxid: 3, ctime: 1_000_003, mtime: 1_000_005, version: 1 },
  ...{ cversion: 0, aversion: 1, ephemeralOwner: 0n, dataLength: 1, numChildren: 0 },
};

test('a write that the new list denies is denied -> valid; it succeeds -> late-revocation', () => {
  expect(typesOf(replaced(ALL, READ_ONLY).call(2, set('/a', 'x'), 5))).toEqual([]);
  const bad = replaced(ALL, READ_ONLY).call(2, set('/a', 'x'), 5, { err: 0, stat });
  expect(anomaliesOf(bad)).toEqual([
    ['late-revocation', expect.stringContaining('a client had seen when the request was sent')],
  ]);
});

test('a write that the new list permits succeeds -> valid; it is denied -> late-grant', () => {
  expect(typesOf(replaced(READ_ONLY, ALL).call(2, set('/a', 'x'), 5))).toEqual([]);
  const bad = replaced(READ_ONLY, ALL).call(2, set('/a', 'x'), 5, { err: NO_AUTH });
  expect(typesOf(bad)).toEqual(['late-grant']);
});

test('a write judged by a list that was replaced long ago -> late-revocation, however late', () => {
  const bad = replaced(ALL, READ_ONLY).wait(3_600_000).call(2, set('/a', 'x'), 5, { err: 0, stat });
  expect(typesOf(bad)).toEqual(['late-revocation']);
});

/** A write while a list is being replaced: the replacement is acknowledged with the write's reply. */
function racing(t: Trace, odd: object): Trace {
  const acknowledgement = t.records.pop();
  t.call(2, set('/a', 'x'), 5, odd);
  const reply = t.records.pop();
  if (!acknowledgement || !reply) throw new TypeError('expected two replies');
  t.records.push({ ...acknowledgement, time: reply.time }, reply);
  return t;
}

test('a write that succeeds while the list is being replaced is judged by its zxid', () => {
  expect(typesOf(racing(replaced(ALL, READ_ONLY), {}))).toEqual([]);
  expect(anomaliesOf(racing(replaced(ALL, READ_ONLY), { err: 0, stat }))).toEqual([
    ['late-revocation', expect.stringContaining('under way when the request was sent')],
  ]);
});

test('a denial that was right while the list was being replaced changes nothing -> valid', () => {
  expect(typesOf(racing(replaced(READ_ONLY, ALL), { err: NO_AUTH }))).toEqual([]);
  expect(typesOf(racing(replaced(READ_ONLY, ALL), { err: -103 }))).toEqual(['wrong-error']);
});

/** An ephemeral goes with its session at zxid 5; a delete of its parent is refused at zxid 6. */
function emptied(isSeen: boolean): Trace {
  const t = trace().open(1, 'n1').open(2, 'n2').open(3, 'n3').call(1, create('/a'), 3);
  t.call(2, ephemeral('/a/e'), 4);
  if (isSeen) return t.call(2, close, 5).call(1, remove('/a'), 6, { err: NOT_EMPTY });
  t.call(2, close, 5);
  const closed = t.records.pop();
  t.call(1, remove('/a'), 6, { err: NOT_EMPTY });
  if (!closed) throw new TypeError('expected a reply');
  t.records.push(closed);
  return t;
}

test('a delete sent before any client saw that the child went with its session: NOTEMPTY -> valid', () => {
  expect(typesOf(emptied(false))).toEqual([]);
});

test('a delete sent after a client saw that the child went with its session: NOTEMPTY -> wrong-error', () => {
  expect(typesOf(emptied(true))).toEqual(['wrong-error']);
});

test('a read that no list ever permitted -> unauthorized-access; a replaced one -> late-revocation', () => {
  const shown = {
    err: 0,
    data: '',
    stat: { ...stat, mzxid: 3, mtime: 1_000_003, version: 0, dataLength: 0 },
  };
  expect(typesOf(replaced(ALL, NO_READ).call(2, get('/a'), 4))).toEqual([]);
  expect(typesOf(replaced(ALL, NO_READ).call(2, get('/a'), 4, shown))).toEqual(['late-revocation']);
  expect(typesOf(replaced(NO_READ, NO_READ).call(2, get('/a'), 4, shown))).toEqual([
    'unauthorized-access',
  ]);
});
