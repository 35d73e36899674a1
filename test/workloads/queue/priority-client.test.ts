import { expect, test } from 'vitest';
import type { Client, Outcome } from '../../../src/contract.ts';
import { seededRandom } from '../../../src/random.ts';
import type { QueueOp } from '../../../workloads/queue/client.ts';
import { PRIORITY_QUEUES, priorityQueueClient } from '../../../workloads/queue/priority-client.ts';
import { fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { never } from '../../kit/never.ts';

const QUEUE = `${PRIORITY_QUEUES}/0`;
const put = (value: number): QueueOp => ({ f: 'enqueue', value, key: 0 });
const take: QueueOp = { f: 'dequeue', value: null, key: 0 };

function clientOf(tree: Tree, script: readonly Scripted[] = []): Client<QueueOp> {
  const place = { process: 1, random: seededRandom(2) };
  return priorityQueueClient(fakeSession(tree, script), { reads: 'quorum' }, place);
}

async function values(client: Client<QueueOp>, ...ops: readonly QueueOp[]): Promise<unknown[]> {
  const outcomes: Outcome[] = [];
  for (const op of ops) outcomes.push(await client.invoke(op, never));
  return outcomes.map(({ type, value }) => [type, value]);
}

test('the least last digit first, of equals the first, then nothing', async () => {
  const client = clientOf(new Tree(PRIORITY_QUEUES, QUEUE));
  await values(client, put(12), put(21), put(30), put(41));
  expect(await values(client, take, take, take, take, take)).toEqual([
    ['ok', 30],
    ['ok', 21],
    ['ok', 41],
    ['ok', 12],
    ['ok', null],
  ]);
});

test('somebody was faster, and something more urgent has come -> that is taken', async () => {
  const tree = new Tree(PRIORITY_QUEUES, QUEUE);
  const faster: Scripted = {
    method: 'delete',
    before: () => {
      tree.remove(`${QUEUE}/${tree.childrenOf(QUEUE)[0]}`);
      tree.put(`${QUEUE}/0-9-x-0000000009`, '90');
    },
  };
  const client = clientOf(tree, [faster]);
  await values(client, put(11), put(22));
  expect(await values(client, take)).toEqual([['ok', 90]]);
});

test('the answer to the delete is lost -> info with the value that may be taken', async () => {
  const lost: Scripted = { method: 'delete', error: 'CONNECTIONLOSS' };
  const client = clientOf(new Tree(PRIORITY_QUEUES, QUEUE), [lost]);
  expect(await values(client, put(11), take)).toEqual([
    ['ok', 11],
    ['info', 11],
  ]);
});
