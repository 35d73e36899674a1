import { describe, expect, test } from 'vitest';
import type { Client, Outcome, ReadStrength } from '../../../src/contract.ts';
import { seededRandom } from '../../../src/random.ts';
import { QUEUES, type QueueOp, queueClient } from '../../../workloads/queue/client.ts';
import { fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { never } from '../../kit/never.ts';

const QUEUE = `${QUEUES}/0`;
const put = (value: number): QueueOp => ({ f: 'enqueue', value, key: 0 });
const take: QueueOp = { f: 'dequeue', value: null, key: 0 };
const newTree = (): Tree => new Tree(QUEUES, QUEUE);

function clientOf(
  tree: Tree,
  script: readonly Scripted[] = [],
  reads: ReadStrength = 'local',
): Client<QueueOp> {
  const place = { process: 1, random: seededRandom(2) };
  return queueClient(fakeSession(tree, script), { reads }, place);
}

async function apply(client: Client<QueueOp>, ...ops: readonly QueueOp[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const op of ops) outcomes.push(await client.invoke(op, never));
  return outcomes;
}
const summary = (outcomes: readonly Outcome[]): unknown =>
  outcomes.map(({ type, value }) => [type, value]);

/** Somebody else takes the first. */
const faster = (method: Scripted['method']): Scripted => ({
  method,
  before: tree => tree.remove(`${QUEUE}/${tree.childrenOf(QUEUE)[0]}`),
});

test('first in, first out, then nothing', async () => {
  const outcomes = await apply(clientOf(newTree()), put(7), put(5), take, take, take);
  expect(summary(outcomes)).toEqual([
    ['ok', 7],
    ['ok', 5],
    ['ok', 7],
    ['ok', 5],
    ['ok', null],
  ]);
});

test.each(['getData', 'delete'] as const)(
  'somebody is faster before %s -> the next is taken',
  async method => {
    const outcomes = await apply(clientOf(newTree(), [faster(method)]), put(7), put(5), take);
    expect(summary(outcomes.slice(2))).toEqual([['ok', 5]]);
  },
);

test('somebody is faster with the last -> looks again, and finds nothing', async () => {
  const outcomes = await apply(clientOf(newTree(), [faster('delete')]), put(7), take);
  expect(summary(outcomes.slice(1))).toEqual([['ok', null]]);
});

describe('answers that are lost', () => {
  const lost = { error: 'CONNECTIONLOSS' } as const;
  test('of the delete -> info with the value that may be taken', async () => {
    const outcomes = await apply(
      clientOf(newTree(), [{ method: 'delete', ...lost }]),
      put(7),
      take,
    );
    expect(summary(outcomes.slice(1))).toEqual([['info', 7]]);
  });

  test('of a delete that never left -> fail', async () => {
    const unsent: Scripted = { method: 'delete', ...lost, left: false };
    const [, outcome] = await apply(clientOf(newTree(), [unsent]), put(7), take);
    expect(outcome).toMatchObject({ type: 'fail' });
  });

  test.each(['getChildren', 'getData'] as const)('of %s -> fail', async method => {
    const [, outcome] = await apply(clientOf(newTree(), [{ method, ...lost }]), put(7), take);
    expect(outcome).toMatchObject({ type: 'fail' });
  });

  test('of the write before a strong read -> an empty list says nothing', async () => {
    const unsure: Scripted = { method: 'setData', ...lost };
    const [outcome] = await apply(clientOf(newTree(), [unsure], 'quorum'), take);
    expect(outcome).toMatchObject({ type: 'fail' });
  });

  test('of a create that is not found again -> info: somebody may have taken it', async () => {
    const [outcome] = await apply(clientOf(newTree(), [{ method: 'create', ...lost }]), put(7));
    expect(outcome).toMatchObject({ type: 'info' });
  });

  test('of a create that took effect -> ok, and it is there once', async () => {
    const tree = newTree();
    const created: Scripted = { method: 'create', ...lost, effect: true };
    const outcomes = await apply(clientOf(tree, [created]), put(7), take, take);
    expect(summary(outcomes)).toEqual([
      ['ok', 7],
      ['ok', 7],
      ['ok', null],
    ]);
  });
});
