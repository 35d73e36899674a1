import { expect, test } from 'vitest';
import type { Client } from '../../../src/contract.ts';
import {
  BARRIERS,
  barrierClient,
  type DoubleBarrierOp,
} from '../../../workloads/double-barrier/client.ts';
import { fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { never } from '../../kit/never.ts';
import { placeOf, settle, watched } from '../../kit/turn-member.ts';

const enter: DoubleBarrierOp = { f: 'enter', value: null, key: '0-1' };
const leave: DoubleBarrierOp = { f: 'leave', value: null, key: '0-1' };

interface Member {
  readonly client: Client<DoubleBarrierOp>;
  timeUp(): void;
}

function member(tree: Tree, process: number, script: readonly Scripted[] = []): Member {
  const { place, timeUp } = placeOf(process);
  const client = barrierClient(2, place, onEvent => fakeSession(tree, script, onEvent));
  return { client, timeUp };
}
const ask = ({ client }: Member, op: DoubleBarrierOp) => watched(client.invoke(op, never));

test('two enter together and leave together', async () => {
  const tree = new Tree(BARRIERS);
  const [a, b] = [member(tree, 0), member(tree, 1)];
  const first = await ask(a, enter);
  expect(first.outcome).toBeUndefined();
  const second = await ask(b, enter);
  await settle();
  expect([first.outcome, second.outcome]).toMatchObject([{ type: 'ok' }, { type: 'ok' }]);
  const out = await ask(a, leave);
  expect(out.outcome).toBeUndefined();
  const last = await ask(b, leave);
  await settle();
  expect([out.outcome, last.outcome]).toMatchObject([{ type: 'ok' }, { type: 'ok' }]);
});

test('who waits too long to enter backs out and fails', async () => {
  const tree = new Tree(BARRIERS);
  const a = member(tree, 0);
  const entry = await ask(a, enter);
  a.timeUp();
  await settle();
  expect(entry.outcome).toMatchObject({ type: 'fail', error: { name: 'TOOLATE' } });
  expect(tree.childrenOf(`${BARRIERS}/0-1`)).toEqual([]);
});

test('who cannot be sure to be out -> info', async () => {
  const lost: Scripted = { method: 'delete', error: 'CONNECTIONLOSS', left: false };
  const a = member(new Tree(BARRIERS), 0, [lost]);
  const entry = await ask(a, enter);
  a.timeUp();
  await settle();
  expect(entry.outcome).toMatchObject({ type: 'info' });
});

test('who waits too long for the others to leave fails, and is told when it asks again', async () => {
  const tree = new Tree(BARRIERS);
  const [a, b] = [member(tree, 0), member(tree, 1)];
  await ask(a, enter);
  await ask(b, enter);
  const out = await ask(a, leave);
  a.timeUp();
  await settle();
  expect(out.outcome).toMatchObject({ type: 'fail', error: { name: 'TOOLATE' } });
  const again = await ask(a, leave);
  await ask(b, leave);
  await settle();
  expect(again.outcome).toMatchObject({ type: 'ok' });
});
