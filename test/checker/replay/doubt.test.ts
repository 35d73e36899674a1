/** What happened without a reply: requests in doubt are placed where replies demand it, in the order of their
 * connection, or not at all. */
import { expect, test } from 'vitest';
import { code } from '../../../src/checker/replay/codes.ts';
import { featuresOf } from '../../../src/checker/replay/features.ts';
import { digestId } from '../../../src/checker/replay/model/digest.ts';
import { checkTrace } from '../../../src/checker/replay/replay.ts';
import type { TraceRequest, WatchEventName } from '../../../src/checker/replay/trace.ts';
import {
  children,
  close,
  create,
  ephemeral,
  exists,
  get,
  remove,
  sequential,
  set,
  setAcl,
  type Trace,
  trace,
} from '../../kit/trace-notation.ts';
import { typesOf } from '../../kit/trace-verdict.ts';

const BURST = 5;
const ANYONE = [{ perms: 31, id: { scheme: 'world', id: 'anyone' } }];

/** Five clients send one write each, and no reply comes: a leader crashed. */
function burst(): Trace {
  const t = trace().open(0, 'n1').open(9, 'n2');
  for (let client = 1; client <= BURST; client++) t.open(client, 'n1');
  t.call(0, create('/a'), 3);
  for (let client = 1; client <= BURST; client++)
    t.send(client, set('/a', `${client}`), 3 + client);
  for (let client = 1; client <= BURST; client++) t.disconnect(client);
  return t;
}

test('a burst of writes in doubt explains a version that rose by their number -> valid', () => {
  expect(typesOf(burst().call(9, get('/a'), 3 + BURST))).toEqual([]);
});

test('a version that rose by one more than the writes in doubt -> phantom', () => {
  const bad = burst().call(9, get('/a'), 3 + BURST, { stat: { version: BURST + 1 } });
  expect(typesOf(bad)).toEqual(['phantom']);
});

/** One connection sends two writes, and no reply comes. */
function pair(): Trace {
  return trace()
    .open(1, 'n1')
    .open(2, 'n2')
    .call(1, create('/a'), 3)
    .call(1, create('/b'), 4)
    .send(1, set('/a', 'first'))
    .send(1, set('/b', 'second'))
    .disconnect(1);
}

const shown = (data: string, mzxid: number) => ({
  data: Buffer.from(data).toString('base64'),
  stat: { mzxid, version: 1, dataLength: data.length, mtime: 5 },
});

test('requests in doubt of one connection took effect in their order -> valid', () => {
  const t = pair()
    .call(2, get('/a'), 6, shown('first', 5))
    .call(2, get('/b'), 6, shown('second', 6));
  expect(typesOf(t)).toEqual([]);
});

test('requests in doubt of one connection took effect in the other order -> anomaly', () => {
  const t = pair()
    .call(2, get('/a'), 6, shown('first', 6))
    .call(2, get('/b'), 6, shown('second', 5));
  expect(typesOf(t)).not.toEqual([]);
});

/** Client 1 creates an ephemeral, and no reply comes; when it closes its session on its next connection, its
 * watch announces the deletion of `path`. */
function closing(path: string): Trace {
  const t = trace()
    .open(1, 'n1')
    .call(1, create('/a'), 3)
    .send(1, ephemeral('/a/e'), 4)
    .disconnect(1)
    .connect(1, 'n2', 0x100n)
    .call(1, { f: 'addWatch', path: '/a', mode: 1 }, 4)
    .call(1, close, 5);
  const closed = t.records.pop();
  if (!closed) throw new TypeError('expected a reply');
  t.event(1, 'NodeDeleted', path, 5).records.push(closed);
  return t;
}

test('an event of the close of a session shows an ephemeral in doubt -> valid', () => {
  expect(typesOf(closing('/a/e'))).toEqual([]);
});

test('an event of the close of a session about a znode that nobody created -> anomaly', () => {
  expect(typesOf(closing('/a/f'))).not.toEqual([]);
});

const absent = { f: 'setWatches', relativeZxid: 3, data: [], exist: ['/b'], child: [] } as const;

/** Client 1 waits for /b on a new connection; it was created, and then a delete is in doubt. */
function waiting(isDeleting: boolean): Trace {
  const t = trace()
    .open(1, 'n1')
    .open(2, 'n2')
    .open(3, 'n3')
    .call(1, exists('/b', true), 3)
    .disconnect(1);
  t.call(2, create('/b'), 4);
  if (isDeleting) t.send(2, remove('/b'), 5).disconnect(2);
  return t.connect(1, 'n3', 0x100n);
}

test('a watch that is set again stays silent, since a delete in doubt had happened -> valid', () => {
  const t = waiting(true).call(1, absent, 5).call(3, create('/b'), 6);
  expect(typesOf(t.event(1, 'NodeCreated', '/b', 6).call(1, exists('/b'), 6))).toEqual([]);
});

test('a watch that is set again stays silent although the znode is there -> missed-event', () => {
  expect(typesOf(waiting(false).call(1, absent, 5))).toEqual(['missed-event']);
});

/** Client 1 watches the data of /b; it was changed, and then a delete is in doubt. A later read shows no /b. */
function watching(event: WatchEventName): Trace {
  const t = trace().open(1, 'n1').open(2, 'n2').open(3, 'n3').call(2, create('/b'), 3);
  t.call(1, get('/b', true), 3).disconnect(1).call(2, set('/b', 'x'), 4);
  t.send(2, remove('/b'), 5).disconnect(2).connect(1, 'n3', 0x100n).event(1, event, '/b');
  t.call(1, { ...absent, data: ['/b'], exist: [] }, 5);
  return t.call(3, create('/b'), 6).call(1, exists('/b'), 6);
}

test('a watch that is set again tells of a delete in doubt -> valid', () =>
  expect(typesOf(watching('NodeDeleted'))).toEqual([]));

test('a watch that is set again tells of a creation that nobody asked for -> anomaly', () =>
  expect(typesOf(watching('NodeCreated'))).not.toEqual([]));

test('events without zxids are matched in the order of their changes', () => {
  const t = trace(featuresOf('3.8.0'))
    .open(1, 'n1')
    .open(2, 'n2')
    .open(3, 'n2')
    .call(2, create('/a'), 3)
    .call(2, create('/a/b'), 4)
    .call(1, { f: 'addWatch', path: '/a', mode: 1 }, 4)
    .send(3, remove('/a/b'), 5)
    .disconnect(3)
    .call(2, create('/a/b'), 6)
    .call(2, remove('/a/b'), 7);
  for (const type of ['NodeDeleted', 'NodeCreated', 'NodeDeleted'] as const)
    t.event(1, type, '/a/b');
  expect(typesOf(t.call(1, exists('/a'), 7))).toEqual([]);
});

/** Client 2 shows znodes that no client of the trace created, among `plain` reads that can be judged. */
function untraced(plain: number): Trace {
  const t = trace().open(1, 'n1').open(2, 'n2').call(1, create('/a'), 3).send(1, create('/b'), 4);
  t.records.pop();
  t.call(2, exists('/b'), 4);
  for (let at = 0; at < plain; at++) t.call(1, get('/a'), 4);
  return t;
}

test('a tenth of the replies is undecided -> valid; more -> unknown', () => {
  const at = (plain: number) => checkTrace(untraced(plain).records, { isComplete: false });
  expect(at(20).valid).toBe(true);
  expect(at(2)).toMatchObject({ valid: 'unknown', why: expect.stringContaining('of 4 replies') });
});

/** A watch is set again on a znode that its session may not read under the credential which it adds at once: the
 * event of setWatches may stay away. Later two creations are announced. */
test('an event with a zxid is that of its change, not one that setWatches may have sent', () => {
  const secret = [{ perms: 31, id: { scheme: 'digest', id: digestId('u:p') } }];
  const t = trace(featuresOf('3.9.6')).open(1, 'n1').open(2, 'n2').auth(2, 'u:p');
  t.call(1, exists('/a', true), 3)
    .disconnect(1)
    .call(2, create('/a', { acl: secret }), 4);
  t.connect(1, 'n3', 0x100n)
    .call(1, { ...absent, exist: ['/a'] }, 4)
    .auth(1, 'u:p');
  t.call(1, { f: 'addWatch', path: '/a', mode: 1 }, 4);
  t.call(2, remove('/a'), 5)
    .call(2, create('/a'), 6)
    .call(2, remove('/a'), 7)
    .call(2, create('/a'), 8);
  t.event(1, 'NodeDeleted', '/a', 5).event(1, 'NodeCreated', '/a', 6);
  t.event(1, 'NodeDeleted', '/a', 7).event(1, 'NodeCreated', '/a', 8);
  expect(typesOf(t.call(1, exists('/a'), 8))).toEqual([]);
});

/** An ephemeral is created without a reply and goes with its session, and nobody sees it in between. */
const unseen = (): Trace =>
  trace()
    .open(1, 'n1')
    .open(2, 'n2')
    .call(2, create('/a'), 3)
    .send(1, ephemeral('/a/e'), 4)
    .disconnect(1)
    .connect(1, 'n2', 0x100n)
    .call(1, close, 5)
    .call(2, exists('/a/e'), 5);

test('a cversion shows an ephemeral in doubt that had come and gone -> valid; twice as many -> counted', () => {
  expect(typesOf(unseen().call(2, get('/a'), 5))).toEqual([]);
  const { records } = unseen().call(2, get('/a'), 5, { stat: { cversion: 4 } });
  expect(checkTrace(records)).toMatchObject({ valid: 'unknown', counts: { undecided: 1 } });
});

const below = (path: string): TraceRequest => ({ f: 'getAllChildrenNumber', path });

/** A TTL znode of 5 s, and what happened before it is counted. */
function expiring(waitMs: number): Trace {
  const made = { ...create('/a/t', { flags: 5 }), f: 'createTTL' as const, ttl: 5000 };
  return trace().open(1, 'n1').call(1, create('/a'), 3).call(1, made, 4).wait(waitMs);
}

test('a TTL znode that nobody saw go is not counted after its time -> valid; before -> anomaly', () => {
  expect(typesOf(expiring(10_000).call(1, below('/a'), 5, { count: 0 }))).toEqual([]);
  expect(typesOf(expiring(0).call(1, below('/a'), 5, { count: 0 }))).not.toEqual([]);
});

test('to count below a TTL znode finds none after its time -> valid; before -> anomaly', () => {
  const none = { err: code.noNode };
  expect(typesOf(expiring(10_000).call(1, below('/a/t'), 5, none))).toEqual([]);
  expect(typesOf(expiring(0).call(1, below('/a/t'), 5, none))).not.toEqual([]);
});

/** A TTL znode of 5 s is changed after `waitMs`, and removed at the next zxid. */
function changedLast(waitMs: number): Trace {
  const t = expiring(waitMs).call(1, set('/a/t', 'x'), 5);
  return t.call(1, create('/b'), 7).call(1, below('/a'), 7, { count: 0 });
}

test('a TTL znode is removed as it is changed after its time -> valid; before its time -> anomaly', () => {
  expect(typesOf(changedLast(10_000))).toEqual([]);
  expect(typesOf(changedLast(0))).not.toEqual([]);
});

test('a TTL znode that a stat of its parent showed has not gone before that -> anomaly', () => {
  const gone = { count: 0 };
  expect(typesOf(expiring(10_000).call(1, create('/b'), 6).call(1, below('/a'), 6, gone))).toEqual(
    [],
  );
  const shown = expiring(10_000).call(1, setAcl('/a', ANYONE), 6);
  expect(typesOf(shown.call(1, below('/a'), 6, gone))).not.toEqual([]);
});

/** A create in doubt below a znode that is deleted and made again; then its children are counted at `zxid`. */
function remade(zxid: number): Trace {
  return trace()
    .open(1, 'n1')
    .open(2, 'n1')
    .call(1, create('/a'), 3)
    .send(2, sequential('/a/n-'))
    .disconnect(2)
    .call(1, remove('/a'), 5)
    .call(1, create('/a'), 6)
    .call(1, below('/a'), zxid, { count: 1 });
}

test('a create in doubt took effect after its parent was made again -> valid', () =>
  expect(checkTrace(remade(7).records).valid).toBe(true));

test('a create in doubt before its parent was made explains none of its children -> not valid', () =>
  expect(checkTrace(remade(6).records).valid).not.toBe(true));

/** An event that a delete or a create in doubt explains; then the owner's ephemerals are listed. */
function either(owned: readonly string[]): Trace {
  return trace()
    .open(1, 'n1')
    .open(2, 'n1')
    .open(3, 'n1')
    .open(4, 'n1')
    .call(1, create('/a'), 3)
    .call(3, ephemeral('/a/e'), 4)
    .call(1, children('/a', true), 4)
    .send(2, remove('/a/e'))
    .send(4, create('/a/f'))
    .disconnect(2)
    .disconnect(4)
    .event(1, 'NodeChildrenChanged', '/a', 5)
    .call(3, { f: 'getEphemerals', path: '/' }, 5, { children: owned });
}

test.each([[['/a/e']], [[]]])(
  'ephemerals %j decide which of two writes in doubt took effect -> valid',
  owned => expect(typesOf(either(owned))).toEqual([]),
);

test('an ephemeral that nobody created is listed -> not valid', () =>
  expect(checkTrace(either(['/a/e', '/a/x']).records).valid).not.toBe(true));

/** Eight writes in a row of four connections on three znodes, all in doubt, as they were on a real server. The reads
 * show the last write of each znode, and /x at `version`. */
function eight(version: number): Trace {
  const t = trace();
  for (const client of [1, 2, 3, 5, 6, 9]) t.open(client, 'n1');
  for (const [at, path] of ['/x', '/y', '/z'].entries()) t.call(1, create(path), 3 + at);
  t.send(2, set('/x', 'a')).send(2, set('/x', 'b'));
  t.send(6, set('/z', 'c')).send(6, set('/y', 'd'));
  t.send(5, set('/x', 'e')).send(5, set('/y', 'f')).send(5, set('/y', 'g'));
  t.send(3, set('/x', 'h'));
  for (const client of [2, 3, 5, 6]) t.disconnect(client);
  const last = (data: string, mzxid: number, changes: number) => ({
    data: Buffer.from(data).toString('base64'),
    stat: { mzxid, version: changes, dataLength: 1, mtime: mzxid },
  });
  return t
    .call(9, get('/y'), 13, last('g', 12, 3))
    .call(9, get('/x'), 13, last('h', 13, version))
    .call(9, get('/z'), 13, last('c', 8, 1));
}

test('eight writes in doubt on three znodes explain what is read -> no anomaly', () =>
  expect(typesOf(eight(4))).toEqual([]));

test('one znode changed more often than there are writes in doubt -> phantom', () =>
  expect(typesOf(eight(5))).toContain('phantom'));

/** Client 1 watches /a, whose list lets it read nothing; a list for everybody is in doubt, or not. Then /a is made anew. */
function behindList(isInDoubt: boolean): Trace {
  const secret = [{ perms: 31, id: { scheme: 'digest', id: digestId('u:p') } }];
  const t = trace(featuresOf('3.9.6')).open(1, 'n1').open(2, 'n2').open(3, 'n3').auth(2, 'u:p');
  t.call(1, { f: 'addWatch', path: '/a', mode: 0 }, 2).call(2, create('/a', { acl: secret }), 3);
  if (isInDoubt) t.send(3, setAcl('/a', ANYONE)).disconnect(3);
  return t.call(2, remove('/a'), 5).call(2, create('/a'), 6);
}

test('an event comes through, since a list in doubt may let it -> valid; without one -> phantom-event', () => {
  const told = (t: Trace): Trace =>
    t.event(1, 'NodeDeleted', '/a', 5).event(1, 'NodeCreated', '/a', 6).call(1, exists('/a'), 6);
  expect(typesOf(told(behindList(true)))).toEqual([]);
  expect(typesOf(told(behindList(false)))).toEqual(['phantom-event']);
});

/** Client 1 watches the children of a container that it may not read any more; servers remove it, or cannot. */
function removedUnseen(child: 'gone' | 'there'): Trace {
  const secret = [{ perms: 31, id: { scheme: 'digest', id: digestId('u:p') } }];
  const t = trace(featuresOf('3.9.6')).open(1, 'n1').open(2, 'n2').auth(2, 'u:p');
  t.call(2, { ...create('/c'), f: 'createContainer', flags: 4 }, 3).call(2, create('/c/d'), 4);
  if (child === 'gone') t.call(2, remove('/c/d'), 5);
  t.call(1, children('/c', true), 5).call(2, setAcl('/c', secret), 6).disconnect(1);
  t.connect(1, 'n3', 0x100n).event(1, 'NodeDeleted', '/c');
  return t.call(1, { ...absent, relativeZxid: 6, exist: [], child: ['/c'] }, 8);
}

test('a watch that is set again tells of a removal that its list had kept back -> valid', () => {
  expect(typesOf(removedUnseen('gone'))).toEqual([]);
  expect(typesOf(removedUnseen('there'))).not.toEqual([]);
});

/** Client 1 watches the data and the children of /b and sets both watches again; a delete is in doubt. `times` events tell
 * of it, and as many are due as there are watches. */
function deletedUnderTwo(times: number): Trace {
  const t = trace().open(1, 'n1').open(2, 'n2').call(2, create('/b'), 3);
  t.call(1, get('/b', true), 3).call(1, children('/b', true), 3).disconnect(1);
  t.send(2, remove('/b'), 4).disconnect(2).connect(1, 'n3', 0x100n);
  for (let at = 0; at < times; at++) t.event(1, 'NodeDeleted', '/b');
  return t.call(1, { ...absent, data: ['/b'], exist: [], child: ['/b'] }, 5);
}

test('two watches that are set again tell of a delete in doubt, each once -> valid; four events -> phantom-event', () => {
  expect(typesOf(deletedUnderTwo(2))).toEqual([]);
  expect(typesOf(deletedUnderTwo(4))).toEqual(['phantom-event']);
});

/** Client 1 waits for /b on a new connection. /b was created with a list that keeps its events back, and a delete may be in
 * doubt. Then /b is created once more, and client 1 hears of it. */
function waitingUnseen(isDeleting: boolean): Trace {
  const secret = [{ perms: 31, id: { scheme: 'digest', id: digestId('u:p') } }];
  const t = trace(featuresOf('3.9.6')).open(1, 'n1').open(2, 'n2').open(3, 'n3');
  t.call(1, exists('/b', true), 3).call(2, create('/b', { acl: secret }), 4);
  t.disconnect(1);
  if (isDeleting) t.send(2, remove('/b'), 5).disconnect(2);
  t.connect(1, 'n3', 0x100n).call(1, { ...absent, relativeZxid: 4 }, 5);
  if (!isDeleting) t.call(2, remove('/b'), 6);
  t.call(3, create('/b'), 7).event(1, 'NodeCreated', '/b', 7);
  return t.call(1, exists('/b'), 7);
}

test('a watch set again on what may be gone and may not be seen fires later -> valid; was there -> phantom-event', () => {
  expect(typesOf(waitingUnseen(true))).toEqual([]);
  expect(typesOf(waitingUnseen(false))).toEqual(['phantom-event']);
});

const PARENTS = 12;

/** Twelve times one of two children is gone: a delete of d is in doubt, and the session that owns e was silent. Then d is
 * deleted, so that it was e, and a sequential znode is numbered. */
function eitherGone(number: number): Trace {
  const t = trace().open(9, 'n2');
  for (let at = 0; at < PARENTS; at++) t.open(100 + at, 'n1').open(200 + at, 'n1');
  const parents = Array.from({ length: PARENTS }, (_, at) => `/p${at}`);
  let zxid = 0;
  for (const [at, path] of parents.entries()) {
    t.call(9, create(path), ++zxid).call(9, create(`${path}/d`), ++zxid);
    t.call(100 + at, ephemeral(`${path}/e`), ++zxid);
  }
  for (const [at, path] of parents.entries())
    t.send(200 + at, remove(`${path}/d`))
      .disconnect(200 + at)
      .disconnect(100 + at);
  t.wait(60_000);
  const ended = zxid;
  zxid += PARENTS + 1;
  for (const [at, path] of parents.entries())
    t.call(9, get(path), zxid, { stat: { pzxid: ended + at + 1, cversion: 3, numChildren: 1 } });
  for (const path of parents) {
    t.call(9, remove(`${path}/d`), ++zxid, { err: code.ok });
    t.call(9, sequential(`${path}/n-`), ++zxid, { path: `${path}/n-000000000${number}` });
  }
  return t;
}

test('a child that is deleted later was not the one that had gone -> valid; other numbers -> not valid', () => {
  expect(checkTrace(eitherGone(2).records).valid).toBe(true);
  expect(checkTrace(eitherGone(3).records).valid).not.toBe(true);
});
