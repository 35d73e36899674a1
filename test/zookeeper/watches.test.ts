/** Watches: told in order, used up once, set again at another server. */
import { describe, expect, test } from 'vitest';
import { opcodes } from '../../src/zookeeper/opcodes.ts';
import { setWatches, setWatches2 } from '../../src/zookeeper/request-records.ts';
import {
  getChildrenResponse,
  getDataResponse,
  statResponse,
} from '../../src/zookeeper/response-records.ts';
import { aStat } from '../kit/a-stat.ts';
import { connected, type Stage } from '../kit/scripted-server.ts';
import { settled } from '../kit/virtual-clock.ts';

const CREATED = 1;
const DELETED = 2;
const DATA_CHANGED = 3;
const CHILDREN_CHANGED = 4;
const data = new Uint8Array([1]);
const watch = { watch: true };

/** Data of /d, existence of /e (which is not there), children of /c are watched; zxid 5 is seen. */
async function watching(set: Stage): Promise<Stage> {
  const { session, server } = set;
  const replies = [
    session.getData('/d', watch),
    session.exists('/e', watch),
    session.getChildren('/c', watch),
  ];
  await settled();
  server.visit.reply(1, { zxid: 5n }, [getDataResponse, { data, stat: aStat }]);
  server.visit.reply(2, { zxid: 5n, err: -101 });
  server.visit.reply(3, { zxid: 5n }, [getChildrenResponse, { children: [] }]);
  await Promise.all(replies);
  return set;
}

/** What the next server is asked first, after the connection broke. */
async function setAgain({ server, servers }: Stage): Promise<unknown> {
  server.visit.cut();
  await settled();
  servers[1]?.visit.accept();
  await settled();
  const [asked] = servers[1]?.visit.asked ?? [];
  if (asked === undefined) return undefined;
  const codec = asked.type === opcodes.setWatches ? setWatches : setWatches2;
  return { xid: asked.xid, type: asked.type, ...codec.read(asked.body) };
}

const all = {
  xid: -8,
  type: opcodes.setWatches,
  relativeZxid: 5n,
  dataWatches: ['/d'],
  existWatches: ['/e'],
  childWatches: ['/c'],
};

describe('events', () => {
  test('tell what happened, where, and at which zxid where the server says it', async () => {
    const { server, events } = await connected();
    server.visit.fire(DATA_CHANGED, '/a');
    server.visit.fire(CREATED, '/b', 9n);
    await settled();
    const place = { kind: 'watch', node: 'n1', session: 7n };
    expect(events.slice(1)).toEqual([
      { ...place, type: 'NodeDataChanged', path: '/a' },
      { ...place, type: 'NodeCreated', path: '/b', zxid: 9n },
    ]);
  });

  test.each([
    ['an event before the reply that shows the new data', true],
    ['a reply before the event', false],
  ])('%s is told in that order, though both came in one turn', async (_name, eventFirst) => {
    const told: string[] = [];
    const { session, server } = await connected(1, {
      onEvent: event => told.push(event.kind === 'watch' ? 'event' : event.state),
    });
    const read = async (): Promise<void> => {
      await session.exists('/a');
      told.push('reply');
    };
    const reading = read();
    await settled();
    const reply = (): void => server.visit.reply(1, {}, [statResponse, { stat: aStat }]);
    const event = (): void => server.visit.fire(DATA_CHANGED, '/a');
    for (const send of eventFirst ? [event, reply] : [reply, event]) send();
    await reading;
    await settled();
    expect(told).toEqual(['connected', ...(eventFirst ? ['event', 'reply'] : ['reply', 'event'])]);
  });

  test('are not told by a server that the session has left', async () => {
    const { session, server, events } = await connected();
    session.move();
    server.visit.fire(DATA_CHANGED, '/a');
    await settled();
    expect(events.filter(event => event.kind === 'watch')).toEqual([]);
  });
});

describe('after a reconnect', () => {
  test('all watches are set again, with the last zxid seen', async () => {
    expect(await setAgain(await watching(await connected(2)))).toEqual(all);
  });

  test('before operations that waited: none may see newer data first', async () => {
    const set = await watching(await connected(2));
    set.server.visit.cut();
    void set.session.getData('/d');
    await settled();
    set.servers[1]?.visit.accept();
    await settled();
    const types = set.servers[1]?.visit.asked.map(({ type }) => type);
    expect(types).toEqual([opcodes.setWatches, opcodes.getData]);
  });

  test.each([
    ['data of /d changed', DATA_CHANGED, '/d', { dataWatches: [] }],
    ['/e was created', CREATED, '/e', { existWatches: [] }],
    ['children of /c changed', CHILDREN_CHANGED, '/c', { childWatches: [] }],
    ['/c was deleted', DELETED, '/c', { childWatches: [] }],
    ['data of /c changed: nothing watched that', DATA_CHANGED, '/c', {}],
  ])('%s: a watch that fired is not set again', async (_name, type, path, changed) => {
    const set = await watching(await connected(2));
    set.server.visit.fire(type, path);
    expect(await setAgain(set)).toEqual({ ...all, ...changed });
  });

  test('a watch of an operation that failed is not set', async () => {
    const set = await connected(2);
    const reply = set.session.getData('/d', watch);
    await settled();
    set.server.visit.reply(1, { err: -101 });
    await reply;
    expect(await setAgain(set)).toBeUndefined();
  });

  test('a watch whose reply came after the deadline is set: the server has it', async () => {
    const set = await connected(2);
    const late = set.session.exists('/d', watch);
    await set.clock.advance(2000);
    expect(await late).toMatchObject({ ok: false });
    set.server.visit.reply(1, { zxid: 5n }, [statResponse, { stat: aStat }]);
    expect(await setAgain(set)).toMatchObject({ dataWatches: ['/d'] });
  });

  test('persistent watches stay after an event, and need the newer request', async () => {
    const set = await connected(2);
    const replies = [
      set.session.addWatch('/p', 'persistent'),
      set.session.addWatch('/r', 'persistent-recursive'),
    ];
    await settled();
    set.server.visit.reply(1);
    set.server.visit.reply(2);
    await Promise.all(replies);
    set.server.visit.fire(DATA_CHANGED, '/p');
    expect(await setAgain(set)).toMatchObject({
      type: opcodes.setWatches2,
      persistentWatches: ['/p'],
      persistentRecursiveWatches: ['/r'],
    });
  });

  test.each([
    ['data', { dataWatches: [] }],
    ['children', {}],
    ['any', { dataWatches: [] }],
  ] as const)('watches of /d of type %s that were removed are not set', async (type, changed) => {
    const set = await watching(await connected(2));
    const removed = set.session.removeWatches('/d', type);
    await settled();
    set.server.visit.reply(4, { zxid: 5n });
    expect(await removed).toMatchObject({ ok: true });
    expect(await setAgain(set)).toEqual({ ...all, ...changed });
  });

  test('many watches take several requests, each well below a frame of 1 MiB', async () => {
    const set = await connected(2);
    const long = 'x'.repeat(50_000);
    const replies = [1, 2, 3, 4].map(i => set.session.exists(`/${i}${long}`, watch));
    await settled();
    for (const xid of [1, 2, 3, 4]) set.server.visit.reply(xid, { err: -101 });
    await Promise.all(replies);
    set.server.visit.cut();
    await settled();
    set.servers[1]?.visit.accept();
    await settled();
    const asked = set.servers[1]?.visit.asked ?? [];
    const counts = asked.map(({ body }) => setWatches.read(body).existWatches.length);
    expect(counts).toEqual([3, 1]);
  });
});
