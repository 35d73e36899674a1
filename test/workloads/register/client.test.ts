import { describe, expect, test } from 'vitest';
import type { Outcome, ReadStrength } from '../../../src/contract.ts';
import { type RegisterOp, registerClient } from '../../../workloads/register/client.ts';
import { type FakeSession, fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { never } from '../../kit/never.ts';

const ROOT = '/zoobreak-register';
const PATH = `${ROOT}/3`;
const facts = { session: 9n, node: 'n1' };
const write = (value: number): RegisterOp => ({ f: 'write', value, key: 3 });
const cas = (old: number, next: number): RegisterOp => ({ f: 'cas', value: [old, next], key: 3 });
const read: RegisterOp = { f: 'read', value: null, key: 3 };

interface Applied {
  readonly outcomes: readonly Outcome[];
  readonly session: FakeSession;
}

async function apply(
  ops: readonly RegisterOp[],
  script: readonly Scripted[] = [],
  reads: ReadStrength = 'local',
): Promise<Applied> {
  const session = fakeSession(new Tree(ROOT), script);
  const client = registerClient(session, reads);
  const outcomes: Outcome[] = [];
  for (const op of ops) outcomes.push(await client.invoke(op, never));
  return { outcomes, session };
}
const last = async (...args: Parameters<typeof apply>): Promise<Outcome | undefined> =>
  (await apply(...args)).outcomes.at(-1);

describe('write', () => {
  test('the first creates at version 0, the next sets at version 1', async () => {
    const { outcomes } = await apply([write(4), write(2)]);
    expect(outcomes).toMatchObject([
      { type: 'ok', value: [0, 4], ...facts },
      { type: 'ok', value: [1, 2], ...facts },
    ]);
  });

  test('somebody creates first -> it sets what they created', async () => {
    const faster: Scripted = {
      method: 'create',
      before: tree => tree.put(PATH, '1'),
    };
    const { outcomes, session } = await apply([write(4)], [faster]);
    expect(outcomes).toMatchObject([{ type: 'ok', value: [1, 4], ...facts }]);
    expect(session.calls).toEqual([`setData ${PATH}`, `create ${PATH}`, `setData ${PATH}`]);
  });

  test.each(['setData', 'create'] as const)(
    'a %s whose reply is lost -> info, nothing more is tried',
    async method => {
      const { outcomes, session } = await apply([write(4)], [{ method, error: 'CONNECTIONLOSS' }]);
      expect(outcomes).toMatchObject([{ type: 'info', error: { name: 'CONNECTIONLOSS' } }]);
      expect(session.calls.at(-1)).toBe(`${method} ${PATH}`);
    },
  );

  test.each(['setData', 'create'] as const)('a %s that never left -> fail', async method => {
    const lost: Scripted = { method, error: 'CONNECTIONLOSS', left: false };
    expect(await last([write(4)], [lost])).toMatchObject({ type: 'fail' });
  });
});

describe('read', () => {
  test('version and value', async () => {
    expect(await last([write(4), write(2), read])).toMatchObject({
      type: 'ok',
      value: [1, 2],
      ...facts,
    });
  });

  test('nothing written yet -> version -1, null', async () => {
    expect(await last([read])).toMatchObject({ type: 'ok', value: [-1, null], ...facts });
  });

  test('a reply that is lost -> fail', async () => {
    const outcome = await last([read], [{ method: 'getData', error: 'OPERATIONTIMEOUT' }]);
    expect(outcome).toMatchObject({ type: 'fail', error: { name: 'OPERATIONTIMEOUT' } });
  });

  test.each([
    { reads: 'local', calls: [`getData ${PATH}`] },
    { reads: 'sync', calls: [`sync ${ROOT}`, `getData ${PATH}`] },
    { reads: 'quorum', calls: [`setData ${ROOT}`, `getData ${PATH}`] },
  ] as const)('$reads asks for $calls', async ({ reads, calls }) => {
    expect((await apply([read], [], reads)).session.calls).toEqual(calls);
  });

  test.each([
    { reads: 'sync', method: 'sync' },
    { reads: 'quorum', method: 'setData' },
  ] as const)(
    '$reads: the data counts for nothing when the $method before it was lost',
    async ({ reads, method }) => {
      const lost: Scripted = { method, error: 'CONNECTIONLOSS' };
      expect(await last([read], [lost], reads)).toMatchObject({ type: 'fail' });
    },
  );
});

describe('cas', () => {
  test('the value is the old one -> it is set at the version read', async () => {
    expect(await last([write(4), cas(4, 1)])).toMatchObject({
      type: 'ok',
      value: [1, 1],
      ...facts,
    });
  });

  test('the value is another -> fail, nothing is set', async () => {
    const { outcomes, session } = await apply([write(4), cas(3, 1)]);
    expect(outcomes[1]).toMatchObject({ type: 'fail', error: { name: 'MISMATCH' } });
    expect(session.calls.at(-1)).toBe(`getData ${PATH}`);
  });

  test('somebody writes between read and set -> fail', async () => {
    const between: Scripted = {
      method: 'getData',
      before: tree => tree.put(PATH, '4'),
    };
    const outcome = await last([cas(4, 1)], [between, { method: 'setData', error: 'BADVERSION' }]);
    expect(outcome).toMatchObject({ type: 'fail', error: { name: 'BADVERSION' } });
  });

  test('a lost read -> fail; a lost set -> info', async () => {
    const lost = { error: 'CONNECTIONLOSS' } as const;
    expect(await last([cas(4, 1)], [{ method: 'getData', ...lost }])).toMatchObject({
      type: 'fail',
    });
    const there: Scripted = {
      method: 'getData',
      before: tree => tree.put(PATH, '4'),
    };
    expect(await last([cas(4, 1)], [there, { method: 'setData', ...lost }])).toMatchObject({
      type: 'info',
    });
  });
});
