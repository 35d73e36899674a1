/** Bytes that break the protocol end the connection, with one clear message; the session goes on elsewhere. */
import { describe, expect, test } from 'vitest';
import type { Log } from '../../src/log.ts';
import { pathOnly } from '../../src/zookeeper/request-records.ts';
import { hex } from '../kit/hex.ts';
import { connected, stage, type Visit } from '../kit/scripted-server.ts';
import { settled } from '../kit/virtual-clock.ts';

const broken: readonly (readonly [string, (visit: Visit) => void, string])[] = [
  [
    'a reply to a later request than the oldest',
    visit => visit.reply(2),
    'a reply: expected xid 1, found xid 2',
  ],
  [
    'a reply to credentials that nobody gave',
    visit => visit.reply(-4),
    'a reply: expected none, nothing waits for one, found xid -4',
  ],
  [
    'a frame larger than 64 MiB',
    visit => visit.raw(hex('7fffffff')),
    'a frame: expected a length of 0 to 67108864 bytes, found 2147483647',
  ],
  [
    'a frame of a negative length',
    visit => visit.raw(hex('ffffffff')),
    'a frame: expected a length of 0 to 67108864 bytes, found -1',
  ],
  [
    'a reply cut within its header',
    visit => visit.raw(hex('00000004 00000001')),
    'a reply: expected a long of 8 bytes at byte 4, found its end at byte 4',
  ],
  [
    'a reply cut within its body',
    visit => visit.reply(1),
    'a reply: expected an int of 4 bytes at byte 16, found its end at byte 16',
  ],
  [
    'a watch event of a type that there is not',
    visit => visit.fire(12, '/a'),
    'a watch event: expected a type of 1 to 7, found 12',
  ],
];

describe('protocol errors', () => {
  test.each(broken)('%s', async (_name, send, message) => {
    const warnings: unknown[] = [];
    const log: Log = { info() {}, debug() {}, warn: (_text, fields) => warnings.push(fields) };
    const { session, server, servers } = await connected(2, { log });
    const replies = [session.sync('/'), session.sync('/')];
    await settled();
    send(server.visit);
    for (const reply of await Promise.all(replies)) {
      expect(reply).toMatchObject({
        ok: false,
        error: { name: 'RUNTIMEINCONSISTENCY', message: `n1: ${message}` },
        left: true,
      });
    }
    await settled();
    expect(warnings).toEqual([{ node: 'n1', cause: message }]);
    expect(server.visit.over).toBe(true);
    servers[1]?.visit.accept();
    expect(session).toMatchObject({ state: 'connected', node: 'n2', id: 7n });
  });

  test('what follows is not read', async () => {
    const { session, server, events } = await connected();
    const replies = [session.sync('/'), session.sync('/')];
    await settled();
    server.visit.reply(2, {}, [pathOnly, { path: '/' }]);
    server.visit.reply(1, {}, [pathOnly, { path: '/' }]);
    server.visit.fire(3, '/a');
    for (const reply of await Promise.all(replies)) expect(reply.ok).toBe(false);
    await settled();
    expect(session.lastZxid).toBe(0n);
    expect(events.filter(event => event.kind === 'watch')).toEqual([]);
  });

  test('an answer that is no connect response is as good as none: the next server is tried', async () => {
    const warnings: unknown[] = [];
    const log: Log = { info() {}, debug() {}, warn: (_text, fields) => warnings.push(fields) };
    const { server, servers, session, clock } = await stage(2, { log });
    const reply = session.sync('/');
    for (const one of servers) one.mode = 'refuse';
    server.visit.reply(0, { err: -119 });
    await settled();
    expect(server.visit.over).toBe(true);
    expect(servers[1]?.tries).toBe(1);
    expect(warnings).toEqual([]);
    await clock.advance(2000);
    expect(await reply).toMatchObject({ left: false });
  });

  test('a cut in the middle of a frame says so', async () => {
    const { session, server } = await connected();
    const reply = session.sync('/');
    await settled();
    server.visit.raw(hex('00000010 00000001'));
    server.visit.cut();
    expect(await reply).toMatchObject({
      error: { name: 'CONNECTIONLOSS', message: 'n1: the server hung up, 8 bytes into a frame' },
    });
  });
});
