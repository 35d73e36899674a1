/** Several operations as one request. */
import { describe, expect, test } from 'vitest';
import { multiResponse } from '../../src/zookeeper/multi-records.ts';
import { opcodes } from '../../src/zookeeper/opcodes.ts';
import { aStat } from '../kit/a-stat.ts';
import { connected } from '../kit/scripted-server.ts';
import { settled } from '../kit/virtual-clock.ts';

const bytes = new Uint8Array([1, 2, 3]);

describe('multi', () => {
  const ops = [
    { op: 'check', path: '/a', version: 1 },
    { op: 'setData', path: '/a', data: bytes },
  ] as const;
  const refusal = [
    { type: opcodes.error, body: { err: -103 } },
    { type: opcodes.error, body: { err: -2 } },
  ] as const;

  test('a refusal is definite: the error of the part at fault, and what became of each', async () => {
    const { session, server } = await connected();
    const reply = session.multi(ops);
    await settled();
    server.visit.reply(1, { zxid: 4n }, [multiResponse, refusal]);
    expect(await reply).toMatchObject({
      ok: false,
      error: {
        name: 'BADVERSION',
        definite: true,
        message: 'part 0 of the multi: the znode has another version',
      },
      left: true,
      zxid: 4n,
      parts: [{ error: { name: 'BADVERSION' } }, { error: { name: 'RUNTIMEINCONSISTENCY' } }],
    });
  });

  test('it is definite even where the error by itself is not: the server answered', async () => {
    const { session, server } = await connected();
    const reply = session.multi(ops);
    await settled();
    const parts = [{ type: opcodes.error, body: { err: -112 } }] as const;
    server.visit.reply(1, {}, [multiResponse, parts]);
    expect(await reply).toMatchObject({ error: { name: 'SESSIONEXPIRED', definite: true } });
  });

  test('the same with the error in the header, without parts', async () => {
    const { session, server } = await connected();
    const reply = session.multi(ops);
    await settled();
    server.visit.reply(1, { err: -103 });
    expect(await reply).toMatchObject({ ok: false, error: { name: 'BADVERSION' } });
  });

  test('success has a result for each part', async () => {
    const { session, server } = await connected();
    const reply = session.multi(ops);
    await settled();
    const parts = [
      { type: opcodes.check, body: undefined },
      { type: opcodes.setData, body: { stat: aStat } },
    ] as const;
    server.visit.reply(1, {}, [multiResponse, parts]);
    expect(await reply).toMatchObject({
      ok: true,
      value: [
        { ok: true, op: 'check' },
        { ok: true, op: 'setData', stat: aStat },
      ],
    });
  });

  test('a multiRead is ok though one of its reads is not', async () => {
    const { session, server } = await connected();
    const reply = session.multiRead([{ op: 'getData', path: '/a' }]);
    await settled();
    const parts = [{ type: opcodes.error, body: { err: -101 } }] as const;
    server.visit.reply(1, {}, [multiResponse, parts]);
    expect(await reply).toMatchObject({ ok: true, value: [{ error: { name: 'NONODE' } }] });
  });
});
