/** Transactions of several parts. */
import { expect, test } from 'vitest';
import { valueIn } from '../zookeeper-sessions.ts';
import { type Ground, text } from './ground.ts';

export function understandsMulti({ fresh, since }: Ground): void {
  test('all of it happens, in one transaction', async () => {
    const { session, root } = await fresh();
    const reply = await session.multi([
      { op: 'check', path: root, version: 0 },
      { op: 'create', path: `${root}/a`, data: text('') },
      { op: 'setData', path: root, data: text('x'), version: 0 },
      { op: 'delete', path: `${root}/a` },
    ]);
    expect(reply).toMatchObject({
      ok: true,
      value: [
        { ok: true, op: 'check' },
        { ok: true, op: 'create', path: `${root}/a` },
        { ok: true, op: 'setData', stat: { version: 1, cversion: 1 } },
        { ok: true, op: 'delete' },
      ],
    });
    const stat = await valueIn(session.exists(root));
    expect([stat?.mzxid, stat?.pzxid]).toEqual([reply.zxid, reply.zxid]);
  });

  test('or nothing of it, and the part at fault is named', async () => {
    const { session, root } = await fresh();
    const reply = await session.multi([
      { op: 'create', path: `${root}/a`, data: text('') },
      { op: 'check', path: root, version: 7 },
      { op: 'delete', path: root },
    ]);
    expect(reply).toMatchObject({
      ok: false,
      error: { name: 'BADVERSION', definite: true },
      parts: ['OK', 'BADVERSION', 'RUNTIMEINCONSISTENCY'].map(name => ({ error: { name } })),
    });
    expect(await valueIn(session.exists(`${root}/a`))).toBeUndefined();
  });

  since('ttl')('creates of every kind', async () => {
    const { session, root } = await fresh();
    const data = text('');
    const reply = await session.multi([
      { op: 'create', path: `${root}/a`, data },
      { op: 'create', path: `${root}/b`, data, options: { mode: 'container' } },
      { op: 'create', path: `${root}/c`, data, options: { mode: 'persistent-ttl', ttlMs: 9 } },
      { op: 'create', path: `${root}/d-`, data, options: { mode: 'ephemeral-sequential' } },
    ]);
    expect(reply).toMatchObject({
      ok: true,
      value: [
        { path: `${root}/a` },
        { path: `${root}/b`, stat: { czxid: reply.zxid } },
        { path: `${root}/c`, stat: { czxid: reply.zxid } },
        { path: `${root}/d-0000000003` },
      ],
    });
  });

  since('create2InMulti')('a create in a multi gives the stat as well', async () => {
    const { session, root } = await fresh();
    const part = { op: 'create', path: `${root}/a`, data: text('') } as const;
    const reply = await session.multi([{ ...part, options: { stat: true } }]);
    expect(reply).toMatchObject({ ok: true, value: [{ stat: { czxid: reply.zxid } }] });
  });

  since('multiRead')('multiRead answers each part for itself', async () => {
    const { session, root } = await fresh();
    await valueIn(session.create(`${root}/a`, text('x')));
    const reply = await session.multiRead([
      { op: 'getData', path: `${root}/a` },
      { op: 'getData', path: `${root}/none` },
      { op: 'getChildren', path: root },
    ]);
    expect(reply).toMatchObject({
      ok: true,
      value: [
        { ok: true, data: text('x') },
        { ok: false, error: { name: 'NONODE' } },
        { ok: true, children: ['a'] },
      ],
    });
  });
}
