/** How a session is kept alive, and how it ends. */
import { describe, expect, test } from 'vitest';
import { opcodes } from '../../src/zookeeper/opcodes.ts';
import { connected, type Stage, stage } from '../kit/scripted-server.ts';
import { settled } from '../kit/virtual-clock.ts';

const bytes = new Uint8Array([1]);
const states = (set: Stage): unknown[] =>
  set.events.map(event => event.kind === 'session' && [event.state, event.node]);

describe('keeping a session alive', () => {
  test('an idle session pings at a third of its timeout', async () => {
    const { server, clock } = await connected();
    await clock.advance(1999);
    expect(server.visit.xids).toEqual([]);
    await clock.advance(1);
    expect(server.visit.asked).toMatchObject([{ xid: -2, type: opcodes.ping }]);
    server.visit.reply(-2);
    await clock.advance(2000);
    expect(server.visit.xids).toEqual([-2, -2]);
  });

  test('an operation is as good as a ping', async () => {
    const { session, server, clock } = await connected();
    await clock.advance(1500);
    void session.exists('/');
    await clock.advance(1999);
    expect(server.visit.xids).toEqual([1]);
    await clock.advance(1);
    expect(server.visit.xids).toEqual([1, -2]);
  });

  test('a server that is silent for two thirds of the timeout is left', async () => {
    const { session, server, servers, clock } = await connected(2);
    await clock.advance(3000);
    const pending = session.exists('/');
    await clock.advance(999);
    expect(server.visit.over).toBe(false);
    await clock.advance(1);
    expect(server.visit.over).toBe(true);
    expect(await pending).toMatchObject({
      error: { message: 'n1: heard nothing from the server for 4000 ms' },
      left: true,
    });
    expect(servers[1]?.tries).toBe(1);
  });

  test('one that answers pings is not', async () => {
    const { server, clock } = await connected();
    for (let i = 0; i < 10; i++) {
      await clock.advance(2000);
      server.visit.reply(-2);
    }
    expect(server.visit.over).toBe(false);
  });

  test('a ping tells nothing of how far the session has seen', async () => {
    const { session, server, clock } = await connected();
    await clock.advance(2000);
    server.visit.reply(-2, { zxid: 99n });
    expect(session.lastZxid).toBe(0n);
  });
});

describe('the end of a session', () => {
  test('expired: said once, and every operation fails without leaving', async () => {
    const set = await connected(2);
    set.server.visit.cut();
    const waiting = set.session.setData('/', bytes);
    await settled();
    set.servers[1]?.visit.accept({ timeOut: 0, sessionId: 0n });
    expect(await waiting).toMatchObject({ error: { name: 'SESSIONEXPIRED' }, left: false });
    expect(await set.session.exists('/')).toMatchObject({
      error: { name: 'SESSIONEXPIRED', message: 'n2 says that the session has expired' },
      left: false,
    });
    expect(states(set).at(-1)).toEqual(['expired', undefined]);
    await set.clock.advance(60_000);
    expect(set.servers.map(one => one.tries)).toEqual([1, 1]);
  });

  test('closed: the server is told, and what comes later fails', async () => {
    const set = await connected();
    const closing = set.session.close();
    const late = set.session.exists('/');
    await settled();
    expect(set.server.visit.asked).toMatchObject([{ type: opcodes.closeSession }]);
    set.server.visit.reply(1);
    expect(await closing).toBe(true);
    expect(set.session.state).toBe('closed');
    expect(set.server.visit.over).toBe(true);
    expect(await late).toMatchObject({ error: { name: 'CLOSING' }, left: false });
    await set.clock.advance(60_000);
    expect(set.server.tries).toBe(1);
  });

  test('closed while no server is there: at once', async () => {
    const { session, server, clock } = await stage();
    server.mode = 'refuse';
    server.visit.cut();
    expect(await session.close()).toBe(false);
    expect(session.state).toBe('closed');
    await clock.advance(60_000);
    expect(server.tries).toBe(1);
  });

  test('closed, and the server does not answer: after the deadline', async () => {
    const { session, clock, server } = await connected();
    const closing = session.close();
    await clock.advance(2000);
    expect(await closing).toBe(false);
    expect(server.visit.over).toBe(true);
  });
});

describe('a server without a quorum', () => {
  test('is taken where the session may read only, and the session it made up is not carried on', async () => {
    const { session, servers, server } = await stage(2, { readOnly: true });
    expect(server.visit.greeting?.readOnly).toBe(true);
    server.visit.accept({ readOnly: true });
    expect(session.state).toBe('read-only');
    server.visit.cut();
    await settled();
    expect(servers[1]?.visit.greeting).toMatchObject({
      sessionId: 0n,
      passwd: new Uint8Array(16),
    });
    servers[1]?.visit.accept({ sessionId: 8n });
    expect(session).toMatchObject({ state: 'connected', id: 8n });
  });

  test('a session that had a quorum before keeps its id there', async () => {
    const { session, servers, server, clock } = await connected(2, { readOnly: true });
    server.visit.cut();
    await settled();
    servers[1]?.visit.accept({ readOnly: true });
    await settled();
    expect(session).toMatchObject({ state: 'read-only', id: 7n });
    session.move(server.place);
    await clock.advance(100);
    expect(server.visits).toHaveLength(2);
    expect(server.visit.greeting).toMatchObject({ sessionId: 7n });
  });
});
