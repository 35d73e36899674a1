import { expect, test } from 'vitest';
import type { Client } from '../../../src/contract.ts';
import { BARRIERS, type BarrierOp, barrierClient } from '../../../workloads/barrier/client.ts';
import { fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { never } from '../../kit/never.ts';
import { placeOf, settle, watched } from '../../kit/turn-member.ts';

const op = (f: BarrierOp['f']): BarrierOp => ({ f, value: null, key: '0-1' });

interface Member {
  readonly client: Client<BarrierOp>;
  timeUp(): void;
}

function member(tree: Tree, process: number, script: readonly Scripted[] = []): Member {
  const { place, timeUp } = placeOf(process);
  const open = (onEvent: Parameters<typeof fakeSession>[2]) => fakeSession(tree, script, onEvent);
  return { client: barrierClient(place, 'quorum', open), timeUp };
}
const ask = ({ client }: Member, f: BarrierOp['f']) => watched(client.invoke(op(f), never));

test('who comes while it is up waits until it falls, and is told', async () => {
  const tree = new Tree(BARRIERS);
  const [keeper, other] = [member(tree, 0), member(tree, 1)];
  expect((await ask(keeper, 'raise')).outcome).toMatchObject({ type: 'ok' });
  const pass = await ask(other, 'pass');
  expect(pass.outcome).toBeUndefined();
  await ask(keeper, 'lower');
  await settle();
  expect(pass.outcome).toMatchObject({ type: 'ok', value: { waited: true, told: true } });
});

test('who comes when it is not up passes', async () => {
  const pass = await ask(member(new Tree(BARRIERS), 1), 'pass');
  expect(pass.outcome).toMatchObject({ type: 'ok', value: { waited: false, told: false } });
});

test('up until the time is over -> TOOLATE', async () => {
  const tree = new Tree(BARRIERS, `${BARRIERS}/0-1`);
  const other = member(tree, 1);
  const pass = await ask(other, 'pass');
  other.timeUp();
  await settle();
  expect(pass.outcome).toMatchObject({ type: 'fail', error: { name: 'TOOLATE' } });
});

test('no watch fires, and the last look finds it gone -> passed, and not told', async () => {
  const tree = new Tree(BARRIERS, `${BARRIERS}/0-1`);
  const other = member(tree, 1);
  const pass = await ask(other, 'pass');
  tree.znodes.delete(`${BARRIERS}/0-1`);
  other.timeUp();
  await settle();
  expect(pass.outcome).toMatchObject({ type: 'ok', value: { waited: true, told: false } });
});

test('a look that is not answered -> fail', async () => {
  const lost: Scripted = { method: 'exists', error: 'CONNECTIONLOSS' };
  const pass = await ask(member(new Tree(BARRIERS), 1, [lost]), 'pass');
  expect(pass.outcome).toMatchObject({ type: 'fail', error: { name: 'CONNECTIONLOSS' } });
});

test.each(['raise', 'lower'] as const)('a %s whose answer is lost -> info', async f => {
  const method = f === 'raise' ? 'create' : 'delete';
  const keeper = member(new Tree(BARRIERS), 0, [{ method, error: 'CONNECTIONLOSS' }]);
  expect((await ask(keeper, f)).outcome).toMatchObject({ type: 'info' });
});
