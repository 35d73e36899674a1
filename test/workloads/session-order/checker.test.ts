import { describe, expect, test } from 'vitest';
import { hexOf } from '../../../src/hex.ts';
import { sessionOrder } from '../../../workloads/session-order/checker.ts';
import type { Sent } from '../../../workloads/session-order/client.ts';
import { judged, verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

const hex = (zxid: number): string => hexOf(BigInt(zxid));

/** `set('a', 5, {zxid: 30, version: 2})`: answered; without the last argument, in doubt. */
interface Answer {
  readonly zxid: number;
  readonly version?: number;
  /** Of the znode. Default: of a set, its zxid. */
  readonly mzxid?: number;
  readonly node?: string;
}
const set = (znode: string, value: number, answer?: Answer): Sent => {
  if (answer === undefined) return { f: 'set', znode, value, error: 'CONNECTIONLOSS', doubt: true };
  const { zxid, version = 1, mzxid = zxid, node = 'n1' } = answer;
  return { f: 'set', znode, value, zxid: hex(zxid), mzxid: hex(mzxid), version, node };
};
const get = (
  znode: string,
  value: number | null,
  answer: Required<Omit<Answer, 'node'>> & Answer,
): Sent => ({
  f: 'get',
  znode,
  value,
  zxid: hex(answer.zxid),
  mzxid: hex(answer.mzxid),
  version: answer.version,
  node: answer.node ?? 'n1',
});
const burst = (process: number, sent: readonly Sent[], more: Partial<Op> = {}): Op => ({
  process,
  f: 'burst',
  value: [],
  output: sent,
  ...more,
});

/** A session that moves and one that stays: what a run needs beside what is tested. */
const busy: readonly Op[] = [
  burst(8, [
    get('z', null, { zxid: 1, mzxid: 1, version: 0 }),
    get('z', null, { zxid: 1, mzxid: 1, version: 0 }),
  ]),
  burst(9, [get('z', null, { zxid: 1, mzxid: 1, version: 0 })]),
  burst(9, [get('z', null, { zxid: 1, mzxid: 1, version: 0, node: 'n2' })]),
];
const judge = (...ops: readonly Op[]) => judged(sessionOrder, history(...busy, ...ops));

const set5 = set('a', 5, { zxid: 20, version: 1 });
const set6 = set('a', 6, { zxid: 30, version: 2 });
const get5 = (zxid: number): Sent => get('a', 5, { zxid, mzxid: 20, version: 1 });
const get6 = (zxid: number): Sent => get('a', 6, { zxid, mzxid: 30, version: 2 });

describe('what a session sees', () => {
  test('its own writes, and zxids that do not decrease -> valid', () => {
    expect(judge(burst(0, [set5, get5(20), set6, get6(35)]))).toBe(true);
  });

  test('a lower zxid than before, also at another server -> monotonic-reads; of another session -> valid', () => {
    expect(judge(burst(0, [set5, get5(25), get5(24)]))).toEqual(['monotonic-reads']);
    expect(judge(burst(0, [set5, get5(25)]), burst(0, [{ ...get5(24), node: 'n3' }]))).toEqual([
      'monotonic-reads',
    ]);
    expect(judge(burst(0, [set5, get5(25)]), burst(1, [get5(24)]))).toBe(true);
  });

  test('a write at the zxid that was seen before it -> writes-follow-reads', () => {
    expect(judge(burst(0, [set5]), burst(1, [get5(30), set6]))).toEqual(['writes-follow-reads']);
    expect(judge(burst(0, [set5]), burst(1, [get5(29), set6]))).toBe(true);
  });

  test('a write at the zxid of an earlier write of its session -> monotonic-writes', () => {
    const same = set('b', 7, { zxid: 30 });
    expect(judge(burst(0, [set5, set6, same]))).toEqual(['monotonic-writes']);
    expect(judge(burst(0, [set5, set6, set('b', 7, { zxid: 31 })]))).toBe(true);
  });

  test('not its own write -> read-your-writes', () => {
    expect(judge(burst(0, [set5]), burst(1, [set6, get5(31)]))).toEqual(['read-your-writes']);
  });

  test('a znode without a change up to what it has seen -> monotonic-reads; beyond that -> valid', () => {
    const writes = burst(0, [set5, set6]);
    const other = (zxid: number): Sent => get('z', null, { zxid, mzxid: 1, version: 0 });
    const hidden = history(...busy, writes, burst(1, [other(30), get5(30)]));
    expect(verdictOn(sessionOrder, hidden)).toMatchObject({
      anomalies: [
        {
          type: 'monotonic-reads',
          seen: expect.stringContaining('but it had seen zxid 0x1e before'),
        },
      ],
    });
    expect(judge(writes, burst(1, [other(29), get5(29)]))).toBe(true);
  });

  test('a value that nobody tried to write -> phantom; in doubt -> valid', () => {
    expect(judge(burst(0, [get5(20)]))).toEqual(['phantom']);
    expect(judge(burst(0, [set('a', 5)], { process: 3 }), burst(0, [get5(20)]))).toBe(true);
  });
});

describe('what is sent together', () => {
  const own = (value: number, zxid: number, version: number): Sent =>
    set('own-0', value, { zxid, version });
  const seen = (value: number, version: number): Sent =>
    get('own-0', value, { zxid: 50, mzxid: 40, version });

  test('a request is answered, the one before it is not -> skipped-reply', () => {
    expect(judge(burst(0, [set('a', 5), set6]))).toEqual(['skipped-reply']);
    expect(judge(burst(0, [set5, set('a', 6)]))).toBe(true);
  });

  test('what came was no answer to the oldest request -> mismatched-reply; nothing came -> valid', () => {
    const lost = set('a', 6);
    const broken: Sent = { ...lost, error: 'RUNTIMEINCONSISTENCY' };
    expect(judge(burst(0, [set5, lost, lost]))).toBe(true);
    expect(judge(burst(0, [set5, broken, broken]))).toEqual(['mismatched-reply']);
  });

  test('a write took effect without the one before it -> fifo-client-order', () => {
    const lost = burst(0, [set('own-0', 1), set('own-0', 2)]);
    expect(judge(lost, burst(0, [seen(2, 2)]))).toBe(true);
    expect(judge(lost, burst(0, [seen(2, 1)]))).toEqual(['fifo-client-order']);
  });

  test('writes of an earlier burst may be lost, those that were answered may not', () => {
    expect(judge(burst(0, [set('own-0', 1)]), burst(0, [own(2, 40, 1)]))).toBe(true);
    expect(judge(burst(0, [own(1, 30, 1)]), burst(0, [own(2, 40, 1)]))).toContain(
      'fifo-client-order',
    );
  });

  test('more writes took effect than were sent -> duplicate', () => {
    expect(judge(burst(0, [own(1, 30, 1), own(2, 40, 2)]))).toBe(true);
    expect(judge(burst(0, [own(1, 30, 1), own(2, 40, 3)]))).toEqual(['duplicate']);
  });
});

describe('what the server says of its order', () => {
  test('a later write with a lower zxid -> real-time-order', () => {
    expect(judge(burst(0, [set6]), burst(1, [set('b', 7, { zxid: 25 })]))).toEqual([
      'real-time-order',
    ]);
    expect(judge(burst(0, [set6]), burst(1, [set('b', 7, { zxid: 35 })]))).toBe(true);
  });

  test('one zxid with two versions -> conflicting-zxid', () => {
    const other = get('a', 5, { zxid: 20, mzxid: 20, version: 2 });
    expect(judge(burst(0, [set5]), burst(1, [other]))).toEqual(['conflicting-zxid']);
  });

  test('a write with another zxid than its change -> conflicting-zxid', () => {
    expect(judge(burst(0, [set('a', 5, { zxid: 20, mzxid: 19 })]))).toEqual(['conflicting-zxid']);
  });

  test('a later change with no higher version -> zxid-order', () => {
    const stuck = set('a', 6, { zxid: 30, version: 1 });
    expect(judge(burst(0, [set5, stuck]))).toEqual(['zxid-order']);
  });
});

test('nobody moved, nobody stayed, nothing was sent together -> unknown', () => {
  const [, ...withoutStay] = busy;
  const [stay, first] = busy;
  expect(judged(sessionOrder, history(...withoutStay))).toBe('unknown');
  expect(judged(sessionOrder, history(...[stay, first].flatMap(op => op ?? [])))).toBe('unknown');
});

test('a read that misses an acknowledged write is allowed, and counted', () => {
  const recorded = history(...busy, burst(0, [set5, set6]), burst(1, [get5(29)]));
  const { valid, counts } = verdictOn(sessionOrder, recorded);
  expect({ valid, stale: counts['stale reads'] }).toEqual({ valid: true, stale: 1 });
});
