/** Sessions: what they outlive, and what they do not. */
import { expect, test, vi } from 'vitest';
import type { SessionEvent, WatchEvent } from '../../../src/zookeeper/session-events.ts';
import { mutable, valueIn } from '../zookeeper-sessions.ts';
import { type Ground, text } from './ground.ts';

export function understandsSessions({ fresh, opened }: Ground): void {
  test('1000 operations in flight are answered in order', async () => {
    const { session, root } = await fresh();
    const writes = Array.from({ length: 1000 }, (_, i) =>
      session.setData(root, text(String(i)), i),
    );
    const replies = await Promise.all(writes);
    expect(replies.filter(reply => !reply.ok)).toEqual([]);
    const zxids = replies.map(reply => reply.zxid ?? 0n);
    expect(zxids.every((zxid, i) => i === 0 || zxid > (zxids[i - 1] ?? 0n))).toBe(true);
  });

  test('a session moves from server to server with its ephemerals', async () => {
    const { servers, root } = await fresh();
    const roaming = opened();
    await valueIn(roaming.create(`${root}/e`, text(''), { mode: 'ephemeral' }));
    const { id } = roaming;
    for (const server of servers) {
      // A server that lags behind what the session has seen refuses it, rightly: ask again.
      await vi.waitFor(
        async () => {
          roaming.move(server);
          const reply = await roaming.exists(`${root}/e`);
          expect(reply).toMatchObject({ ok: true, node: server.node, session: id });
          expect(reply.ok && reply.value?.ephemeralOwner).toBe(id);
        },
        { timeout: 15_000, interval: 200 },
      );
    }
  });

  test('a session that is silent too long expires, and its ephemerals go', async () => {
    const { session, servers, root } = await fresh();
    const lines = servers.slice(0, 1).map(mutable);
    const events: (WatchEvent | SessionEvent)[] = [];
    const silent = opened({
      servers: lines.map(line => line.place),
      sessionTimeoutMs: 1000,
      onEvent: event => events.push(event),
    });
    await valueIn(silent.create(`${root}/e`, text(''), { mode: 'ephemeral' }));
    for (const line of lines) line.mute();
    const lost = silent.setData(root, text('lost'));
    await vi.waitFor(
      async () => expect(await valueIn(session.exists(`${root}/e`))).toBeUndefined(),
      { timeout: 15_000, interval: 200 },
    );
    expect(await lost).toMatchObject({ error: { name: 'CONNECTIONLOSS' }, left: true });
    for (const line of lines) line.unmute();
    await vi.waitFor(() => expect(silent.state).toBe('expired'), { timeout: 15_000 });
    expect(events.at(-1)).toMatchObject({ kind: 'session', state: 'expired' });
  });

  test('the server decides how long a session may be silent', async () => {
    const eager = opened({ sessionTimeoutMs: 1 });
    await valueIn(eager.exists('/'));
    expect(eager.timeoutMs).toBe(1000);
  });
}
