/** A session finds a server, and moves between servers. */
import { describe, expect, test } from 'vitest';
import { opcodes } from '../../src/zookeeper/opcodes.ts';
import { authPacket } from '../../src/zookeeper/request-records.ts';
import { statResponse } from '../../src/zookeeper/response-records.ts';
import { aStat } from '../kit/a-stat.ts';
import { connected, ScriptedServer, type Stage, stage } from '../kit/scripted-server.ts';
import { settled } from '../kit/virtual-clock.ts';

const bytes = new Uint8Array([1]);
const states = (set: Stage): unknown[] =>
  set.events.map(event => event.kind === 'session' && [event.state, event.node]);

/** Leaves the session with zxid 9 seen. */
async function seen9({ session, server }: Stage): Promise<void> {
  const reply = session.exists('/');
  await settled();
  server.visit.reply(1, { zxid: 9n }, [statResponse, { stat: aStat }]);
  await reply;
}

describe('the first connection', () => {
  test('asks for a new session and takes what it is given', async () => {
    const { session, server } = await stage();
    expect(session).toMatchObject({ state: 'connecting', id: 0n, node: undefined });
    expect(server.visit.greeting).toEqual({
      protocolVersion: 0,
      lastZxidSeen: 0n,
      timeOut: 6000,
      sessionId: 0n,
      passwd: new Uint8Array(16),
      readOnly: false,
    });
    server.visit.accept({ timeOut: 4500 });
    expect(session).toMatchObject({
      state: 'connected',
      id: 7n,
      password: new Uint8Array([1, 2]),
      node: 'n1',
      timeoutMs: 4500,
    });
  });

  test('a refused server is left for the next at once; after a whole round there is a pause', async () => {
    const { servers, server, clock } = await stage(2);
    for (const one of servers) one.mode = 'refuse';
    server.visit.cut();
    await settled();
    expect(servers.map(one => one.tries)).toEqual([1, 1]);
    await clock.advance(99);
    expect(servers.map(one => one.tries)).toEqual([1, 1]);
    await clock.advance(1);
    expect(servers.map(one => one.tries)).toEqual([2, 2]);
  });

  test('a server that swallows packets is left after its share of the session timeout', async () => {
    const { session, servers, server, clock } = await stage(3);
    server.mode = 'swallow';
    await clock.advance(1999);
    expect(servers.map(one => one.tries)).toEqual([1, 0, 0]);
    await clock.advance(1);
    expect(servers.map(one => one.tries)).toEqual([1, 1, 0]);
    expect(server.visit.over).toBe(true);
    servers[1]?.visit.accept();
    expect(session.node).toBe('n2');
  });

  test('a short session does not make for a short patience', async () => {
    const { session, server, clock } = await stage(1, { sessionTimeoutMs: 1 });
    await clock.advance(999);
    server.visit.accept({ timeOut: 1000 });
    expect(session).toMatchObject({ state: 'connected', timeoutMs: 1000 });
  });

  test('no servers -> misuse, and said so', async () => {
    await expect(stage(1, { servers: [] })).rejects.toThrow('expected at least one server');
  });
});

describe('a session between servers', () => {
  test('is taken to the next with its id, password and last zxid', async () => {
    const set = await connected(2);
    await seen9(set);
    set.server.visit.cut();
    await settled();
    expect(set.session.state).toBe('connecting');
    expect(set.servers[1]?.visit.greeting).toMatchObject({
      sessionId: 7n,
      passwd: new Uint8Array([1, 2]),
      lastZxidSeen: 9n,
    });
    set.servers[1]?.visit.accept();
    await settled();
    expect(states(set)).toEqual([
      ['connected', 'n1'],
      ['connecting', undefined],
      ['connected', 'n2'],
    ]);
  });

  test('is taken over with the id, the password and the zxid that it is opened with', async () => {
    const resume = { id: 5n, password: bytes, lastZxid: 3n };
    const { session, server } = await stage(1, { resume });
    expect(server.visit.greeting).toMatchObject({ sessionId: 5n, passwd: bytes, lastZxidSeen: 3n });
    server.visit.accept({ sessionId: 5n, passwd: bytes });
    expect(session).toMatchObject({ state: 'connected', id: 5n });
  });

  test('that is abandoned hangs up without a word, and does not come back', async () => {
    const { session, server, clock } = await connected(1);
    session.abandon();
    await clock.advance(10_000);
    expect(server.visit).toMatchObject({ over: true, asked: [] });
    expect(server.visits).toHaveLength(1);
    expect(await session.exists('/')).toMatchObject({ left: false, error: { name: 'CLOSING' } });
  });

  test('is moved on purpose to another of its servers', async () => {
    const { session, server, servers } = await connected(3);
    session.move(servers[2]?.place);
    await settled();
    expect(server.visit.over).toBe(true);
    expect(servers[2]?.visit.greeting).toMatchObject({ sessionId: 7n });
  });

  test('moved to a server that is none of its own, it stays with that one', async () => {
    const { session, server, clock } = await connected(1);
    const other = new ScriptedServer('n9');
    session.move(other.place);
    await clock.advance(100);
    other.visit.accept();
    other.visit.cut();
    await clock.advance(100);
    expect(other.visits).toHaveLength(2);
    expect(server.visits).toHaveLength(1);
  });

  test('pinned to one server, comes back to it', async () => {
    const { session, server, clock } = await connected(1);
    server.visit.cut();
    await clock.advance(100);
    server.visit.accept();
    expect(session).toMatchObject({ state: 'connected', node: 'n1' });
    expect(server.visits).toHaveLength(2);
  });

  test('a server that drops the session as soon as it has it is not stormed', async () => {
    const { server, clock } = await connected(1);
    server.visit.cut();
    await clock.advance(100);
    for (let i = 0; i < 5; i++) {
      server.visit.accept();
      server.visit.cut();
      await settled();
    }
    expect(server.tries).toBe(2);
  });

  test('another session than it asked for is a protocol error, and it goes on', async () => {
    const { session, servers, server } = await connected(2);
    server.visit.cut();
    await settled();
    servers[1]?.visit.accept({ sessionId: 8n });
    await settled();
    expect(servers[1]?.visit.over).toBe(true);
    expect(session).toMatchObject({ state: 'connecting', id: 7n });
  });

  test('tells each new server its credentials before anything else', async () => {
    const { session, server, servers } = await connected(2);
    const told = session.addAuth('digest', bytes);
    await settled();
    server.visit.reply(-4, { zxid: 0n });
    expect(await told).toMatchObject({ ok: true });
    server.visit.cut();
    const waiting = session.exists('/');
    await settled();
    servers[1]?.visit.accept();
    await settled();
    const asked = servers[1]?.visit.asked ?? [];
    expect(asked.map(({ type }) => type)).toEqual([opcodes.auth, opcodes.exists]);
    expect(asked[0] && authPacket.read(asked[0].body)).toMatchObject({ scheme: 'digest' });
    session.move();
    expect(await waiting).toMatchObject({ error: { name: 'CONNECTIONLOSS' } });
  });

  test('refused credentials are not told again', async () => {
    const { session, server, servers } = await connected(2);
    const told = session.addAuth('digest', bytes);
    await settled();
    server.visit.reply(-4, { zxid: 0n, err: -115 });
    expect(await told).toMatchObject({ ok: false, error: { name: 'AUTHFAILED' } });
    server.visit.cut();
    await settled();
    servers[1]?.visit.accept();
    await settled();
    expect(servers[1]?.visit.asked).toEqual([]);
  });
});
