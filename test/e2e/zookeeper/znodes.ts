/** Znodes: what a client asks of them, and what it is told. */
import { expect, test } from 'vitest';
import type { Session } from '../../../src/zookeeper/session.ts';
import { errorOf, valueIn } from '../zookeeper-sessions.ts';
import { type Ground, text } from './ground.ts';

export function understandsZnodes({ fresh, opened, since }: Ground): void {
  test('a write answers with its own zxid, and its znode carries it', async () => {
    const { session, root } = await fresh();
    const created = await session.create(`${root}/a`, text('one'));
    const { stat, data } = await valueIn(session.getData(`${root}/a`));
    expect(created).toMatchObject({ ok: true, value: { path: `${root}/a` }, zxid: stat.czxid });
    expect(new TextDecoder().decode(data)).toBe('one');
    const set = await session.setData(`${root}/a`, text('two!'), 0);
    expect(set).toMatchObject({ ok: true, value: { version: 1, dataLength: 4 } });
    expect(set.ok && set.value.mzxid).toBe(set.zxid);
    expect(await errorOf(session.delete(`${root}/a`, 0))).toBe('BADVERSION');
    expect(await errorOf(session.delete(`${root}/a`, 1))).toBe('ok');
    expect(await valueIn(session.exists(`${root}/a`))).toBeUndefined();
  });

  test('a refused write has a zxid of its own', async () => {
    const { session, root } = await fresh();
    const replies = await Promise.all([
      session.setData(root, text('x'), 0),
      session.setData(root, text('x'), 0),
      session.setData(root, text('x'), 1),
    ]);
    expect(replies.map(reply => reply.ok)).toEqual([true, false, true]);
    const [first = 0n, refused = 0n, last = 0n] = replies.map(reply => reply.zxid ?? 0n);
    expect([refused > first, last > refused]).toEqual([true, true]);
  });

  test.each([
    ['NODEEXISTS', (session: Session, at: string) => session.create(at, text(''))],
    ['NOTEMPTY', (session: Session, at: string) => session.delete(at)],
    ['NONODE', (session: Session, at: string) => session.create(`${at}/none/b`, text(''))],
    ['NONODE', (session: Session, at: string) => session.getData(`${at}/none`)],
    ['BADARGUMENTS', (session: Session, at: string) => session.create(`${at}/..`, text(''))],
    [
      'INVALIDACL',
      (session: Session, at: string) => session.create(`${at}/b`, text(''), { acl: [] }),
    ],
  ])('%s', async (name, misuse) => {
    const { session, root } = await fresh();
    await valueIn(session.create(`${root}/child`, text('')));
    expect(await errorOf(misuse(session, root))).toBe(name);
  });

  test('sequential names grow in the order of their commits', async () => {
    const { session, root } = await fresh();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        session.create(`${root}/s-`, text(''), { mode: 'persistent-sequential' }),
      ),
    );
    const names = replies.map(reply => reply.ok && reply.value.path);
    expect(names).toEqual(
      Array.from({ length: 20 }, (_, i) => `${root}/s-${String(i).padStart(10, '0')}`),
    );
  });

  test('an ephemeral belongs to its session and goes with it', async () => {
    const { session, root } = await fresh();
    const owner = opened();
    await valueIn(owner.create(`${root}/e`, text(''), { mode: 'ephemeral' }));
    const stat = await valueIn(owner.exists(`${root}/e`));
    expect(stat?.ephemeralOwner).toBe(owner.id);
    expect(await errorOf(owner.create(`${root}/e/x`, text('')))).toBe('NOCHILDRENFOREPHEMERALS');
    await owner.close();
    await valueIn(session.sync(root));
    expect(await valueIn(session.exists(`${root}/e`))).toBeUndefined();
  });

  since('create2')('create2 gives the stat as well', async () => {
    const { session, root } = await fresh();
    const reply = await session.create(`${root}/a`, text('abc'), { stat: true });
    expect(reply).toMatchObject({ ok: true, value: { stat: { dataLength: 3, version: 0 } } });
    expect(reply.ok && reply.value.stat?.czxid).toBe(reply.zxid);
  });

  since('containers')('a container answers with its stat', async () => {
    const { session, root } = await fresh();
    const reply = await session.create(`${root}/c`, text(''), { mode: 'container' });
    expect(reply).toMatchObject({ ok: true, value: { stat: { czxid: reply.zxid } } });
  });

  since('ttl')('a znode with a time to live answers with its stat', async () => {
    const { session, root } = await fresh();
    const options = { mode: 'persistent-sequential-ttl', ttlMs: 60_000 } as const;
    const reply = await session.create(`${root}/t-`, text(''), options);
    expect(reply).toMatchObject({
      ok: true,
      value: { path: `${root}/t-0000000000`, stat: { czxid: reply.zxid } },
    });
  });

  test('children, with and without the stat', async () => {
    const { session, root } = await fresh();
    for (const name of ['a', 'b']) await valueIn(session.create(`${root}/${name}`, text('')));
    const names = await valueIn(session.getChildren(root));
    expect([...names].sort()).toEqual(['a', 'b']);
    const { children, stat } = await valueIn(session.getChildren2(root));
    expect([children.length, stat.numChildren, stat.cversion]).toEqual([2, 2, 2]);
  });

  since('getAllChildrenNumber')('descendants are counted', async () => {
    const { session, root } = await fresh();
    await valueIn(session.create(`${root}/a`, text('')));
    await valueIn(session.create(`${root}/a/b`, text('')));
    expect(await valueIn(session.getAllChildrenNumber(root))).toBe(2);
  });

  since('getEphemerals')("a session's ephemerals are listed", async () => {
    const { session, root } = await fresh();
    await valueIn(session.create(`${root}/e`, text(''), { mode: 'ephemeral' }));
    expect(await valueIn(session.getEphemerals(root))).toEqual([`${root}/e`]);
  });

  test('1 MB of data, less its frame, goes and comes back', async () => {
    const { session, root } = await fresh();
    const data = new Uint8Array(1_000_000).map((_, i) => i % 251);
    await valueIn(session.setData(root, data));
    const found = await valueIn(session.getData(root));
    expect(Buffer.compare(found.data, data)).toBe(0);
  });
}
