/** Where writes in doubt are placed among the zxids that no reply carries. */
import { expect, test } from 'vitest';
import { code } from '../../../src/checker/replay/codes.ts';
import { checkTrace } from '../../../src/checker/replay/replay.ts';
import type { WatchEventName } from '../../../src/checker/replay/trace.ts';
import {
  children,
  create,
  exists,
  get,
  multi,
  names,
  remove,
  sequential,
  set,
  type Trace,
  trace,
} from '../../kit/trace-notation.ts';
import { typesOf } from '../../kit/trace-verdict.ts';

const EPOCH = 2 ** 32;

const outcomeOf = ({ records, features }: Trace): unknown => {
  const { valid, counts } = checkTrace(records, { features });
  return { valid, undecided: counts.undecided };
};

const validityOf = ({ records, features }: Trace): unknown =>
  checkTrace(records, { features }).valid;

/** Three clients create a sequential znode each, and no reply comes; a read shows one of number `shown`. */
function numbered(shown: number): Trace {
  const t = trace().open(0, 'n1').open(9, 'n2').call(0, create('/p'), 3);
  for (const client of [1, 2, 3]) t.open(client, 'n1');
  for (const client of [1, 2, 3]) t.send(client, sequential('/p/n-'), 3 + client);
  for (const client of [1, 2, 3]) t.disconnect(client);
  const path = `/p/n-000000000${shown}`;
  const stat = { czxid: 6, mzxid: 6, pzxid: 6, ctime: 6, mtime: 6, ...FRESH };
  return t.call(9, get(path), 6, { err: 0, data: '', stat });
}

const FRESH = {
  ...{ version: 0, cversion: 0, aversion: 0 },
  ...{ ephemeralOwner: 0n, dataLength: 0, numChildren: 0 },
};

test('the third of three sequential znodes in doubt is shown, and no other -> valid', () =>
  expect(typesOf(numbered(2))).toEqual([]));

test('a fourth sequential znode is shown after three in doubt -> phantom', () =>
  expect(typesOf(numbered(3))).toEqual(['phantom']));

/** One connection changes /a and then /b, and no reply comes. Acknowledged writes of both, of /b first, show versions
 * that count the lost ones. Client 8 has the zxids `others`. */
function inOrder(others: readonly number[]): Trace {
  const t = trace().open(1, 'n1').open(8, 'n1').open(9, 'n2');
  t.call(9, create('/a'), 1).call(9, create('/b'), 2).call(9, create('/c'), 3);
  t.send(1, set('/a', 'x'), 4).send(1, set('/b', 'x'), 5).disconnect(1);
  for (const zxid of others) t.call(8, set('/c', 'x'), zxid);
  return t.call(9, set('/b', 'y'), 7).call(9, set('/a', 'y'), 8);
}

test('two requests of one connection find room in their order, although the later one is placed first -> valid', () =>
  expect(typesOf(inOrder([6]))).toEqual([]));

test('there is one zxid for two requests of one connection -> anomaly', () =>
  expect(typesOf(inOrder([5, 6]))).not.toEqual([]));

/** One connection changes /a twice and then /m, which a stat shows at `zxid`; another one changes /b twice. Nothing gets a
 * reply, and versions show all of it, those of /b first. */
function beforeKnown(zxid: number): Trace {
  const t = trace().open(1, 'n1').open(2, 'n1').open(9, 'n2');
  for (const [at, path] of ['/a', '/b', '/m'].entries()) t.call(9, create(path), 1 + at);
  t.send(1, set('/a', 'x'), 4).send(1, set('/a', 'x'), 4).send(1, set('/m', 'x'), zxid);
  t.send(2, set('/b', 'x'), 6).send(2, set('/b', 'x'), 9).disconnect(1).disconnect(2);
  return t.call(9, get('/m'), 20).call(9, set('/b', 'y'), 21).call(9, set('/a', 'y'), 22);
}

test('two requests share zxids that were chosen for others before the known one of a third -> valid', () =>
  expect(typesOf(beforeKnown(7))).toEqual([]));

test('there is one zxid for two requests before the known one of a third -> wrong-reply', () =>
  expect(typesOf(beforeKnown(5))).toEqual(['wrong-reply']));

/** A request without a reply in epoch 1. A write that is sent afterwards is processed in epoch 2, and a read shows the
 * request at `zxid`. */
function late(zxid: number): Trace {
  const t = trace().open(1, 'n1').open(9, 'n2');
  t.call(1, create('/a'), EPOCH + 1).call(1, create('/b'), EPOCH + 2);
  t.send(1, set('/a', 'x'))
    .disconnect(1)
    .call(9, set('/b', 'y'), 2 * EPOCH + 1);
  const data = Buffer.from('x').toString('base64');
  const stat = { mzxid: zxid, version: 1, dataLength: 1, mtime: 7 };
  return t.call(9, get('/a'), zxid, { data, stat });
}

test('a request without a reply takes effect in the epoch of the next write -> valid', () =>
  expect(typesOf(late(2 * EPOCH + 2))).toEqual([]));

test('a request without a reply takes effect in a later epoch than the next write -> phantom', () =>
  expect(typesOf(late(3 * EPOCH + 1))).toEqual(['phantom']));

/** A multi makes a znode and deletes it, without a reply if `isAsked`. Another client makes the same znode. */
function comesAndGoes(isAsked: boolean): Trace {
  const t = trace().open(1, 'n1').open(9, 'n2').call(9, create('/p'), 3);
  if (isAsked) t.send(1, { f: 'multi', parts: [create('/p/a'), remove('/p/a')] }, 4);
  t.disconnect(1).call(9, create('/p/a'), 5);
  return t.call(9, sequential('/p/n-'), 6, { path: '/p/n-0000000002' });
}

test('a number counts a znode that came and went without a reply -> no anomaly', () =>
  expect(typesOf(comesAndGoes(true))).toEqual([]));

test('a number counts a znode that nobody asked for -> wrong-reply', () =>
  expect(typesOf(comesAndGoes(false))).toEqual(['wrong-reply']));

/** In epoch 1 a client makes a child of /a, and in epoch 2 another one changes /a ten times, all without a reply. Reads
 * show the last of the changes, and no child. */
function amongMany(): Trace {
  const t = trace().open(1, 'n1').open(9, 'n2');
  t.call(9, create('/a'), EPOCH + 1).call(9, create('/c'), EPOCH + 2);
  t.send(1, create('/a/x')).disconnect(1);
  t.call(9, set('/c', 'x'), 2 * EPOCH + 1).open(2, 'n1');
  for (let sent = 0; sent < 10; sent++) t.send(2, set('/a', 'x'));
  t.disconnect(2);
  const zxid = 2 * EPOCH + 11;
  const data = Buffer.from('x').toString('base64');
  const stat = { mzxid: zxid, version: 10, dataLength: 1, mtime: 7 };
  t.call(9, get('/a'), zxid, { data, stat });
  return t.call(9, names('/a'), zxid);
}

test('the oldest of eleven requests without a reply did not happen, the others did -> valid', () => {
  expect(validityOf(amongMany())).toBe(true);
});

/** Twelve containers lose their children, and the servers remove them one after the other; nobody sees it but that a
 * watch tells of the last removal. Then a list shows `left` of them. */
function removed(left: readonly string[], isLastPersistent = false): Trace {
  const t = trace().open(1, 'n1').open(9, 'n2').call(9, create('/p'), 1);
  const names = Array.from({ length: 12 }, (_, at) => `/p/c${at}`);
  for (const [at, path] of names.entries()) {
    const container = { ...create(path, { flags: 4 }), f: 'createContainer' } as const;
    t.call(9, isLastPersistent && at === 11 ? create(path) : container, 3 * at + 2);
    t.call(9, create(`${path}/x`), 3 * at + 3).call(9, remove(`${path}/x`), 3 * at + 4);
  }
  t.call(1, { f: 'addWatch', path: '/p/c11', mode: 1 }, 37);
  t.event(1, 'NodeDeleted', '/p/c11', 49).call(1, exists('/q'), 49, { err: code.noNode });
  const gone = 12 - left.length;
  const stat = { pzxid: 49, cversion: 12 + gone, numChildren: left.length };
  return t.call(9, children('/p'), 49, { children: left, stat });
}

test('twelve containers are removed and one event tells of it -> valid', () =>
  expect(validityOf(removed([]))).toBe(true));

test('ten of twelve containers are removed, which the search does not find -> no anomaly', () =>
  expect(typesOf(removed(['c0', 'c1']))).toEqual([]));

test('an event tells that a persistent znode was removed, as twelve containers were -> anomaly', () =>
  expect(typesOf(removed([], true))).not.toEqual([]));

/** Eight containers below /p, of which the servers remove seven, the last one at 40; the child of the first was deleted
 * without a reply, unless `request` is another one. Nobody looks before the end, when four more are still there. */
function mostRemoved(request: typeof DELETE): Trace {
  const t = trace().open(1, 'n1').open(9, 'n2').call(9, create('/p'), 1);
  for (let at = 0; at < 11; at++) {
    const path = `/p/c${at}`;
    t.call(9, { ...create(path, { flags: 4 }), f: 'createContainer' }, 3 * at + 2);
    t.call(9, create(`${path}/x`), 3 * at + 3);
    if (at > 0) t.call(9, remove(`${path}/x`), 3 * at + 4);
  }
  t.send(1, request, 34).disconnect(1).call(9, exists('/q'), 34, { err: code.noNode });
  const left = ['c7', 'c8', 'c9', 'c10'];
  const stat = { pzxid: 42, cversion: 18, numChildren: 4 };
  t.call(9, children('/p'), 42, { children: left, stat });
  for (const name of left) t.call(9, get(`/p/${name}`), 42);
  return t;
}

test('seven containers are removed, one after a delete in doubt -> valid', () =>
  expect(outcomeOf(mostRemoved(remove('/p/c0/x')))).toEqual({ valid: true, undecided: 0 }));

test('seven containers are removed, one of them with a child that nobody has deleted -> not decided', () =>
  expect(outcomeOf(mostRemoved(remove('/q')))).not.toEqual({ valid: true, undecided: 0 }));

/** A create and a delete of one znode get no reply, and then the creator does not find it; three more deletes are in
 * doubt. The list shows nine changes. */
function comeAndGone(isDeleting: boolean): Trace {
  const t = trace().open(9, 'n9').call(9, create('/p'), 1);
  for (let at = 1; at <= 4; at++) t.open(at, 'n1').call(at, create(`/p/${at}`), 1 + at);
  t.open(5, 'n1').open(6, 'n1').send(5, create('/p/x'));
  if (isDeleting) t.send(6, remove('/p/x'));
  for (let at = 1; at <= 3; at++) t.send(at, remove(`/p/${at}`));
  for (const client of [1, 2, 3, 5, 6]) t.disconnect(client);
  t.connect(5, 'n9', 0x500n).call(5, exists('/p/x'), 12, { err: code.noNode });
  t.call(9, create('/p/5'), 13);
  const stat = { pzxid: 13, cversion: 10, numChildren: 2 };
  return t.call(9, children('/p'), 14, { children: ['4', '5'], stat });
}

test('a znode that nobody saw came and went by requests in doubt -> valid; without the delete -> not decided', () => {
  expect(outcomeOf(comeAndGone(true))).toEqual({ valid: true, undecided: 0 });
  expect(outcomeOf(comeAndGone(false))).not.toEqual({ valid: true, undecided: 0 });
});

/** A znode is shown that a request in doubt has made; its parent was made by another one, or by none. */
function below(request: ReturnType<typeof create>): Trace {
  const t = trace().open(1, 'n1').open(2, 'n1').open(9, 'n2').call(9, create('/p'), 1);
  t.send(1, request).send(2, create('/p/a/b')).disconnect(1).disconnect(2);
  return t.call(9, names('/p/a/b'), 5, { err: code.ok, children: [] });
}

test('a create in doubt made way for one below it -> valid; without it -> anomaly', () => {
  expect(typesOf(below(create('/p/a')))).toEqual([]);
  expect(typesOf(below(create('/p/c')))).not.toEqual([]);
});

/** A multi in doubt makes a znode and deletes it, before the znode is made anew; the list has counted it. */
function outlived(...parts: Parameters<typeof multi>): Trace {
  const t = trace().open(1, 'n1').open(9, 'n2').call(9, create('/p'), 1);
  t.send(1, multi(...parts))
    .disconnect(1)
    .connect(1, 'n2', 0x100n);
  t.call(1, exists('/q'), 4, { err: code.noNode }).call(9, create('/p/x'), 5);
  return t.call(9, get('/p'), 6, { stat: { pzxid: 5, cversion: 3, numChildren: 1 } });
}

test('a multi in doubt whose znode was made anew may have counted -> no anomaly; another multi -> anomaly', () => {
  expect(typesOf(outlived(create('/p/x'), remove('/p/x')))).toEqual([]);
  expect(typesOf(outlived(create('/q/x'), remove('/q/x')))).not.toEqual([]);
});

/** A container has a child, whose delete gets no reply unless `request` is another one; a create below it is refused, as
 * the servers have removed it. */
function removedAfter(request: typeof DELETE): Trace {
  const t = trace().open(1, 'n1').open(9, 'n2');
  const container = { ...create('/c', { flags: 4 }), f: 'createContainer' } as const;
  t.call(1, container, 1).call(1, create('/c/x'), 2);
  t.send(1, request, 3).disconnect(1);
  return t.call(9, create('/c/y'), 5, { err: code.noNode });
}

const DELETE = remove('/c/x');

test('a container is removed whose last child a request in doubt has deleted -> valid', () =>
  expect(typesOf(removedAfter(DELETE))).toEqual([]));

test('a container is removed whose child nobody has deleted -> wrong-error', () =>
  expect(typesOf(removedAfter(remove('/x')))).toEqual(['wrong-error']));

/** A multi in doubt that leaves nothing behind, and the events of a watch on its znode. */
function passing(...events: readonly WatchEventName[]): Trace {
  const t = trace().open(1, 'n1').open(9, 'n2').call(9, create('/c'), 1);
  t.call(9, { f: 'addWatch', path: '/a', mode: 0 }, 1);
  t.send(1, multi(create('/a'), set('/a', 'x'), remove('/a')), 2).disconnect(1);
  for (const type of events) t.event(9, type, '/a', 2);
  return t.call(9, exists('/c'), 2);
}

test('events tell all that a multi in doubt did and undid -> valid', () =>
  expect(typesOf(passing('NodeCreated', 'NodeDataChanged', 'NodeDeleted'))).toEqual([]));

test('an event less than a multi in doubt did -> missed-event', () =>
  expect(typesOf(passing('NodeCreated', 'NodeDataChanged'))).toEqual(['missed-event']));
