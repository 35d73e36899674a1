import { describe, expect, test } from 'vitest';
import type { OptimisticSession } from '../../../src/client/optimistic.ts';
import type { NodeName, Outcome, ReadStrength } from '../../../src/contract.ts';
import { zkError } from '../../../src/zookeeper/errors.ts';
import { strictSerializable } from '../../../workloads/txn/checker.ts';
import { LISTS, type Mop, type TxnOp, txnClient } from '../../../workloads/txn/client.ts';
import { type FakeSession, fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { verdictOn } from '../../kit/judge.ts';
import { never } from '../../kit/never.ts';
import { history, type Op } from '../../kit/notation.ts';

const BAD_VERSION = -103;
const CONNECTION_LOSS = -4;

/** A fake session whose multi does all of its parts, or none; `lost` loses the reply afterwards. */
function multiSession(
  tree: Tree,
  script: readonly Scripted[] = [],
  lost = false,
): FakeSession & OptimisticSession {
  const session = fakeSession(tree, script);
  return {
    ...session,
    multi: async parts => {
      session.calls.push(`multi ${parts.map(part => part.op).join()}`);
      const versions = parts.map(({ path }) => tree.znodes.get(path)?.version);
      const expected = parts.map(part => ('version' in part ? part.version : undefined));
      if (versions.some((version, i) => version !== expected[i])) {
        return { ok: false, error: zkError(BAD_VERSION), left: true };
      }
      for (const part of parts) {
        if (part.op === 'setData') tree.put(part.path, new TextDecoder().decode(part.data));
      }
      if (lost) return { ok: false, error: zkError(CONNECTION_LOSS), left: true };
      const { zxid } = tree;
      return { ok: true, value: [], zxid, node: 'n1' as NodeName, session: 9n };
    },
  };
}

const op = (...value: readonly Mop[]): TxnOp => ({ f: 'txn', value });

async function apply(
  txn: TxnOp,
  tree: Tree,
  { reads = 'quorum', ...how }: { reads?: ReadStrength; script?: Scripted[]; lost?: boolean } = {},
): Promise<{ outcome: Outcome; calls: readonly string[] }> {
  const session = multiSession(tree, how.script, how.lost);
  return { outcome: await txnClient(session, reads).invoke(txn, never), calls: session.calls };
}

const treeWith = (x: string): Tree => {
  const tree = new Tree(LISTS);
  tree.put(`${LISTS}/1`, x);
  return tree;
};

describe('a transaction', () => {
  test('reads its own appends, and leaves them', async () => {
    const tree = treeWith('[4]');
    const { outcome } = await apply(op(['r', 1, null], ['append', 1, 5], ['r', 1, null]), tree);
    expect(outcome).toMatchObject({
      type: 'ok',
      value: [
        ['r', 1, [4]],
        ['append', 1, 5],
        ['r', 1, [4, 5]],
      ],
    });
    expect(tree.znodes.get(`${LISTS}/1`)?.text).toBe('[4,5]');
  });

  test('finds the empty list where nothing was appended yet', async () => {
    const { outcome } = await apply(op(['r', 2, null]), treeWith('[]'));
    expect(outcome).toMatchObject({ type: 'ok', value: [['r', 2, []]] });
  });

  test('checks what it only read', async () => {
    const { calls } = await apply(op(['r', 1, null], ['append', 2, 1]), treeWith('[4]'));
    expect(calls).toContain('multi check,setData');
  });

  test('that is overtaken fails and leaves nothing', async () => {
    const tree = treeWith('[4]');
    const session = multiSession(tree);
    const client = txnClient(
      {
        ...session,
        multi: parts => {
          tree.put(`${LISTS}/1`, '[4,9]');
          return session.multi(parts);
        },
      },
      'quorum',
    );
    const outcome = await client.invoke(op(['append', 1, 5]), never);
    expect(outcome).toMatchObject({ type: 'fail', error: { name: 'BADVERSION' } });
    expect(tree.znodes.get(`${LISTS}/1`)?.text).toBe('[4,9]');
  });

  test('whose reply is lost is in doubt when it writes', async () => {
    const { outcome } = await apply(op(['append', 1, 5]), treeWith('[4]'), { lost: true });
    expect(outcome).toMatchObject({ type: 'info', error: { name: 'CONNECTIONLOSS' } });
  });

  test('whose read is lost has done nothing', async () => {
    const script: Scripted[] = [{ method: 'getData', error: 'CONNECTIONLOSS' }];
    const { outcome } = await apply(op(['append', 1, 5]), treeWith('[4]'), { script });
    expect(outcome).toMatchObject({ type: 'fail' });
  });

  test('that only reads is committed with quorum reads only', async () => {
    const multis = async (reads: ReadStrength): Promise<number> => {
      const { calls } = await apply(op(['r', 1, null]), treeWith('[4]'), { reads });
      return calls.filter(call => call.startsWith('multi')).length;
    };
    expect([await multis('quorum'), await multis('sync'), await multis('local')]).toEqual([
      1, 0, 0,
    ]);
  });
});

describe('the checker', () => {
  /** One after the other, each by its own process. */
  const serial = (...txns: readonly (readonly Mop[])[]): readonly Op[] =>
    txns.map((output, process) => {
      const unread = output.map(mop => (mop[0] === 'r' ? ['r', mop[1], null] : mop));
      return { process, f: 'txn', value: unread, output };
    });
  const verdict = (ops: readonly Op[], judged: 'all' | 'updates' = 'all'): unknown =>
    verdictOn(strictSerializable(judged), history(ops));

  test('reads that see what was committed before -> valid', () => {
    expect(verdict(serial([['append', 1, 1]], [['r', 1, [1]]]))).toMatchObject({
      valid: true,
      counts: { transactions: 2, committed: 2 },
    });
  });

  test('a stale read -> invalid, with both operations and the strongest models left', () => {
    expect(verdict(serial([['append', 1, 1]], [['r', 1, []]]))).toMatchObject({
      valid: false,
      anomalies: [
        {
          type: 'G-single-item-realtime',
          operations: [1, 3],
          seen: 'T1 is before T2, because T1 observed the initial (nil) state of 1, which T2 created by appending 1; but T2 is before T1, because T2 completed at index 1, 0.001 seconds before the invocation of T1, at index 2 (T1 = [r 1 []], T2 = [append 1 1])',
          detail: expect.arrayContaining([expect.stringContaining('strong-session-serializable')]),
        },
      ],
    });
  });

  test('a stale read of a transaction that only reads -> valid where updates are judged, and noted', () => {
    const ops = serial([['append', 1, 1]], [['r', 1, []]], [['append', 1, 2]], [['r', 1, [1, 2]]]);
    expect(verdict(ops, 'updates')).toMatchObject({
      valid: true,
      notes: [expect.stringContaining('allow: strong-read-committed, strong-session-serializable')],
    });
  });

  test('a stale read of a transaction that writes -> invalid there too', () => {
    const stale = serial(
      [['append', 1, 1]],
      [
        ['r', 1, []],
        ['append', 2, 1],
      ],
    );
    expect(verdict(stale, 'updates')).toMatchObject({ valid: false });
  });

  test('a transaction that only reads sees what was never committed -> invalid there too', () => {
    const failed = serial([['append', 1, 1]], [['r', 1, [1]]]).map(
      (op, at): Op => (at === 0 ? { ...op, type: 'fail' } : op),
    );
    expect(verdict(failed, 'updates')).toMatchObject({
      valid: false,
      anomalies: expect.arrayContaining([
        expect.objectContaining({ type: 'G1a', promised: 'transactions are read-committed' }),
      ]),
    });
  });

  test('nothing to go by -> unknown', () => {
    expect(verdict(serial([['r', 1, []]]))).toMatchObject({ valid: 'unknown' });
  });
});
