/** Requests out, replies in: what is sent, what is answered, and what is reported when no answer comes. */
import { describe, expect, test, vi } from 'vitest';
import { opcodes } from '../../src/zookeeper/opcodes.ts';
import type { Reply } from '../../src/zookeeper/outcome.ts';
import { createRequest, pathOnly, readRequest } from '../../src/zookeeper/request-records.ts';
import { getDataResponse, statResponse } from '../../src/zookeeper/response-records.ts';
import { aStat } from '../kit/a-stat.ts';
import { connected, stage } from '../kit/scripted-server.ts';
import { settled } from '../kit/virtual-clock.ts';

const bytes = new Uint8Array([1, 2, 3]);

/** Name of the error and whether the request had left. */
const failure = (reply: Reply<unknown>): unknown =>
  reply.ok ? 'ok' : [reply.error.name, reply.left ? 'left' : 'not left'];

describe('answers', () => {
  test('a reply carries its value, zxid, node and session', async () => {
    const { session, server } = await connected();
    const reply = session.getData('/a');
    await settled();
    const [asked] = server.visit.asked;
    expect(asked).toMatchObject({ xid: 1, type: opcodes.getData });
    expect(asked && readRequest.read(asked.body)).toEqual({ path: '/a', watch: false });
    server.visit.reply(1, { zxid: 9n }, [getDataResponse, { data: bytes, stat: aStat }]);
    expect(await reply).toEqual({
      ok: true,
      value: { data: bytes, stat: aStat },
      zxid: 9n,
      node: 'n1',
      session: 7n,
    });
    expect(session.lastZxid).toBe(9n);
  });

  test('an error carries the zxid, too: servers number failed writes', async () => {
    const { session, server } = await connected();
    const reply = session.setData('/a', bytes, 3);
    await settled();
    server.visit.reply(1, { zxid: 9n, err: -103 });
    expect(await reply).toMatchObject({
      ok: false,
      error: { name: 'BADVERSION', definite: true },
      left: true,
      zxid: 9n,
      node: 'n1',
      session: 7n,
    });
    expect(session.lastZxid).toBe(9n);
  });

  test('a reply with a lower zxid does not take back what was seen', async () => {
    const { session, server } = await connected();
    const replies = [session.exists('/a'), session.exists('/a')];
    await settled();
    server.visit.reply(1, { zxid: 9n, err: -101 });
    server.visit.reply(2, { zxid: 8n, err: -101 });
    await Promise.all(replies);
    expect(session.lastZxid).toBe(9n);
  });

  test('a znode that is not there is an answer to exists, an error to getData', async () => {
    const { session, server } = await connected();
    const replies = [session.exists('/a'), session.getData('/a')];
    await settled();
    server.visit.reply(1, { err: -101 });
    server.visit.reply(2, { err: -101 });
    const [exists, get] = await Promise.all(replies);
    expect(exists).toMatchObject({ ok: true, value: undefined });
    expect(get).toMatchObject({ ok: false, error: { name: 'NONODE' } });
  });

  test('operations of one turn leave in one piece, in order', async () => {
    const { session, server } = await connected();
    const before = server.visit.writes;
    const replies = ['/a', '/b', '/c'].map(path => session.exists(path));
    await settled();
    expect(server.visit.writes - before).toBe(1);
    expect(server.visit.xids).toEqual([1, 2, 3]);
    for (const xid of [1, 2, 3]) {
      server.visit.reply(xid, {}, [statResponse, { stat: { ...aStat, version: xid } }]);
    }
    const versions = (await Promise.all(replies)).map(reply => reply.ok && reply.value?.version);
    expect(versions).toEqual([1, 2, 3]);
  });

  test.each([
    [{}, opcodes.create, 0],
    [{ mode: 'ephemeral' }, opcodes.create, 1],
    [{ mode: 'persistent-sequential' }, opcodes.create, 2],
    [{ mode: 'ephemeral-sequential', stat: true }, opcodes.create2, 3],
    [{ mode: 'container' }, opcodes.createContainer, 4],
    [{ mode: 'persistent-ttl', ttlMs: 5 }, opcodes.createTTL, 5],
    [{ mode: 'persistent-sequential-ttl', ttlMs: 5 }, opcodes.createTTL, 6],
  ] as const)('create %o is asked for as type %i with flags %i', async (options, type, flags) => {
    const { session, server } = await connected();
    void session.create('/a', bytes, options);
    await settled();
    const [asked] = server.visit.asked;
    expect(asked?.type).toBe(type);
    expect(asked && createRequest.read(asked.body)).toMatchObject({
      path: '/a',
      data: bytes,
      flags,
    });
  });

  test('a time to live without its mode is misuse, and said so', async () => {
    const { session } = await connected();
    expect(() => session.create('/a', bytes, { ttlMs: 5 })).toThrow(
      'create /a: expected ttlMs with the modes that end in -ttl and no other, found mode persistent, ttlMs 5',
    );
  });
});

describe('operations without an answer', () => {
  test('the deadline passes after it left -> timeout, left; its late reply is taken in order', async () => {
    const { session, server, clock } = await connected();
    const late = session.setData('/a', bytes);
    await clock.advance(2000);
    expect(failure(await late)).toEqual(['OPERATIONTIMEOUT', 'left']);
    const next = session.exists('/a');
    await settled();
    server.visit.reply(1, { zxid: 5n }, [statResponse, { stat: aStat }]);
    server.visit.reply(2, { zxid: 6n }, [statResponse, { stat: aStat }]);
    expect(await next).toMatchObject({ ok: true, zxid: 6n });
    expect(server.visits).toHaveLength(1);
  });

  test('the deadline passes without a server -> timeout, not left, and it is never sent', async () => {
    const { session, server, clock } = await stage();
    const reply = session.setData('/a', bytes);
    await clock.advance(2000);
    expect(failure(await reply)).toEqual(['OPERATIONTIMEOUT', 'not left']);
    expect(await reply).toMatchObject({
      error: {
        message: 'no server to send it to within 2000 ms; the first server has not answered yet',
      },
    });
    server.visit.accept();
    await settled();
    expect(server.visit.asked).toEqual([]);
  });

  test('nobody could be reached -> the timeout says why', async () => {
    const { session, server, clock } = await stage();
    server.mode = 'refuse';
    server.visit.cut();
    const reply = session.exists('/a');
    await clock.advance(2000);
    expect(await reply).toMatchObject({
      error: { message: 'no server to send it to within 2000 ms; n1: connection refused' },
    });
  });

  test('the first operation waits for the connection', async () => {
    const { session, server, clock } = await stage();
    const reply = session.sync('/');
    await clock.advance(1999);
    server.visit.accept();
    await settled();
    server.visit.reply(1, {}, [pathOnly, { path: '/' }]);
    expect(await reply).toMatchObject({ ok: true, value: '/' });
  });

  test('the signal aborts before it left -> not left, and after -> left', async () => {
    const { session, server } = await connected();
    const before = new AbortController();
    const queued = session.setData('/a', bytes, -1, before.signal);
    before.abort(new Error('enough'));
    expect(await queued).toMatchObject({ left: false, error: { message: 'enough' } });
    const after = new AbortController();
    const sent = session.setData('/a', bytes, -1, after.signal);
    await settled();
    after.abort(new Error('enough'));
    expect(failure(await sent)).toEqual(['OPERATIONTIMEOUT', 'left']);
    expect(server.visit.xids).toEqual([2]);
  });

  test('a signal that has aborted already -> not left, and never sent', async () => {
    const { session, server } = await connected();
    const reply = session.setData('/a', bytes, -1, AbortSignal.abort(new Error('enough')));
    expect(await reply).toMatchObject({ left: false, error: { message: 'enough' } });
    await settled();
    expect(server.visit.asked).toEqual([]);
  });

  test('an answered operation leaves no timer behind', async () => {
    const { session, server, clock } = await connected();
    const before = clock.timers;
    const reply = session.exists('/a');
    expect(clock.timers).toBe(before + 1);
    await settled();
    server.visit.reply(1, { err: -101 });
    await reply;
    expect(clock.timers).toBe(before);
  });

  test('a closed session leaves no timer behind', async () => {
    const { session, server, clock } = await connected();
    const closing = session.close();
    await settled();
    server.visit.reply(1);
    await closing;
    expect(clock.timers).toBe(0);
  });

  test('a signal shared by many operations ends them all, without a warning of Node', async () => {
    const warned = vi.spyOn(process, 'emitWarning');
    const { session } = await connected();
    const shared = new AbortController();
    const many = Array.from({ length: 20 }, () => session.setData('/a', bytes, -1, shared.signal));
    await settled();
    shared.abort(new Error('enough'));
    const replies = await Promise.all(many);
    expect(replies.map(failure)).toEqual(Array(20).fill(['OPERATIONTIMEOUT', 'left']));
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  test('the connection breaks -> CONNECTIONLOSS, left, and it is not sent again', async () => {
    const { session, server, clock } = await connected();
    const replies = [session.setData('/a', bytes), session.getData('/a')];
    await settled();
    server.visit.cut(new Error('reset by peer'));
    for (const reply of await Promise.all(replies)) {
      expect(failure(reply)).toEqual(['CONNECTIONLOSS', 'left']);
      expect(reply).toMatchObject({ error: { message: 'n1: reset by peer' }, node: 'n1' });
    }
    await clock.advance(100);
    server.visit.accept();
    await settled();
    expect(server.visit.asked).toEqual([]);
  });

  test('an operation begun while the session is between servers waits for the next', async () => {
    const { session, servers, server } = await connected(2);
    server.visit.cut();
    const reply = session.setData('/a', bytes);
    await settled();
    servers[1]?.visit.accept();
    await settled();
    servers[1]?.visit.reply(1, {}, [statResponse, { stat: aStat }]);
    expect(await reply).toMatchObject({ ok: true, node: 'n2' });
  });
});
