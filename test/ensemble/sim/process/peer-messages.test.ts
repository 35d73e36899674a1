/** Messages between servers as bytes: the learner gets back what it asked for as the object that it sent. */
import { expect, test } from 'vitest';
import type { NodeName } from '../../../../src/contract.ts';
import type { FromLeader, FromLearner } from '../../../../src/ensemble/sim/messages.ts';
import type { Framing } from '../../../../src/ensemble/sim/process/framing.ts';
import {
  leaderFraming,
  learnerFraming,
} from '../../../../src/ensemble/sim/process/peer-messages.ts';
import { State } from '../../../../src/ensemble/sim/state.ts';
import type { Proposal } from '../../../../src/ensemble/sim/txn.ts';
import type { Write } from '../../../../src/ensemble/sim/write.ts';
import { ProtocolError } from '../../../../src/zookeeper/protocol-error.ts';

const write = (data: number): Write => ({
  session: 2n ** 60n,
  owner: 'n1',
  ids: [{ scheme: 'ip', id: '127.0.0.1' }],
  op: { kind: 'setData', path: '/a', data: new Uint8Array([data]), version: -1 },
});
const proposal = (of: Write): Proposal => ({
  zxid: 2 ** 32 + 1,
  timeMs: 1,
  write: of,
  txn: { kind: 'error', code: -101 },
});

/** A connection: what each end says arrives at the other a byte at a time. */
function connection() {
  const [learner, leader] = [learnerFraming(), leaderFraming()];
  return {
    up: (message: FromLearner): FromLearner => carried(learner, leader, message),
    down: (message: FromLeader): FromLeader => carried(leader, learner, message),
  };
}

function carried<A, B>(from: Framing<A, B>, to: Framing<B, A>, message: A): A {
  const arrived: A[] = [];
  const take = to.decoder(each => arrived.push(each));
  for (const byte of from.encode(message)) take(new Uint8Array([byte]));
  const [first] = arrived;
  if (first === undefined || arrived.length > 1)
    throw new Error(`expected one message, found ${arrived.length}`);
  return first;
}

function writeIn(message: FromLeader | FromLearner): Write {
  if ('proposal' in message) return message.proposal.write;
  if ('write' in message) return message.write;
  throw new Error(`expected a write, found ${message.kind}`);
}

test('a request comes back in its proposal as the object that was sent; that of another does not', () => {
  const [one, other] = [connection(), connection()];
  const [asked, second] = [write(1), write(2)];
  const atLeader = writeIn(one.up({ kind: 'request', write: asked }));
  expect(atLeader).toEqual(asked);
  writeIn(one.up({ kind: 'request', write: second }));
  const told = { kind: 'proposal', proposal: proposal(atLeader) } as const;
  const elsewhere = writeIn(other.down(told));
  expect(elsewhere).toEqual(asked);
  expect(elsewhere).not.toBe(asked);
  expect(writeIn(one.down(told))).toBe(asked);
  expect(writeIn(one.down({ ...told, kind: 'inform' }))).not.toBe(asked);
});

test('a sync and a revalidation come back as they were asked for', () => {
  const { up, down } = connection();
  const sync = { done: () => {} };
  const revalidation = { session: 5n, done: () => {} };
  const [syncAtLeader, asked] = [
    up({ kind: 'sync', sync }),
    up({ kind: 'revalidate', revalidation }),
  ];
  if (syncAtLeader.kind !== 'sync' || asked.kind !== 'revalidate')
    throw new Error('expected what was sent');
  expect(asked.revalidation.session).toBe(5n);
  const revalidated = { kind: 'revalidated', timeoutMs: undefined } as const;
  const answer = down({ ...revalidated, revalidation: asked.revalidation });
  expect(answer).toEqual({ ...revalidated, revalidation });
  expect('revalidation' in answer && answer.revalidation).toBe(revalidation);
  const synced = down({ kind: 'synced', sync: syncAtLeader.sync });
  expect('sync' in synced && synced.sync).toBe(sync);
});

test.each<FromLeader>([
  { kind: 'leaderInfo', epoch: 3 },
  { kind: 'truncate', zxid: 2 ** 40 },
  { kind: 'commit', zxid: 1 },
  { kind: 'snapshot', snapshot: { zxid: 7, state: new State(undefined, [[9n, 4_000]]) } },
  { kind: 'ping' },
])('$kind of the leader arrives as it was', message => {
  expect(connection().down(message)).toEqual(message);
});

test.each<FromLearner>([
  { kind: 'followerInfo', node: 'n1' as NodeName, acceptedEpoch: 2 },
  { kind: 'ackEpoch', currentEpoch: 1, lastZxid: 2, snapshotZxid: 0 },
  { kind: 'ack', zxid: 8 },
  { kind: 'ping', sessions: [1n, 2n] },
])('$kind of a learner arrives as it was', message => {
  expect(connection().up(message)).toEqual(message);
});

test('bytes that are no message break the protocol', () => {
  const take = leaderFraming().decoder(() => {});
  expect(() => take(new Uint8Array([0, 0, 0, 2, 1, 2]))).toThrow(ProtocolError);
});
