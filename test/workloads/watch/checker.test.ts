import { describe, expect, test } from 'vitest';
import { hexOf } from '../../../src/hex.ts';
import { watches } from '../../../workloads/watch/checker.ts';
import type { Slot, StayingMode, TraceEntry } from '../../../workloads/watch/trace.ts';
import { judged, verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

const hex = (zxid: number): string => hexOf(BigInt(zxid));
const at = (zxid: number): TraceEntry => ({ kind: 'connected', node: `n${zxid}` });
const moved = at(2);
const read = (slot: Slot, state: number | null, zxid: number, watch: boolean): TraceEntry => ({
  kind: 'read',
  ...{ slot, key: 0, watch, zxid: hex(zxid) },
  state: state === null ? null : hex(state),
});
const left = (state: number | null, zxid: number, slot: Slot = 'data'): TraceEntry =>
  read(slot, state, zxid, true);
const plain = (state: number | null, zxid: number, slot: Slot = 'data'): TraceEntry =>
  read(slot, state, zxid, false);
const event = (type: string, zxid?: number, child = false): TraceEntry => ({
  ...{ kind: 'event', type, key: 0, child },
  ...(zxid !== undefined && { zxid: hex(zxid) }),
});
const fired = event('NodeDataChanged', 20);

const change = (what: 'data' | 'created' | 'deleted', zxid: number): Op => ({
  ...{ process: 7, f: 'change', key: 0, output: what, zxid },
});
const look = (process: number, ...entries: readonly TraceEntry[]): Op => ({
  ...{ process, f: 'look', key: 0, output: entries },
});
const follow = (process: number, ...entries: readonly TraceEntry[]): Op => ({
  ...{ process, f: 'follow', key: 0, output: entries },
});

/** Watches that fired before and after a move: what a run needs beside what is tested. */
const usual: readonly Op[] = [
  look(8, left(10, 10), event('NodeDataChanged'), plain(11, 11)),
  look(9, left(10, 10), moved, event('NodeDataChanged'), plain(11, 11)),
];
const changed: readonly Op[] = [change('data', 20)];
const judge = (...entries: readonly TraceEntry[]) =>
  judged(watches, history(...usual, ...changed, look(1, ...entries)));

describe('a one-shot watch', () => {
  test('fires, then the change is read -> valid', () => {
    expect(judge(left(10, 12), fired, plain(20, 21))).toBe(true);
    expect(judge(left(10, 12), moved, event('NodeDataChanged'), plain(20, 21))).toBe(true);
  });

  test('fires twice, or without having been left -> phantom-event', () => {
    expect(judge(left(10, 12), fired, fired, plain(20, 21))).toEqual(['phantom-event']);
    expect(judge(plain(10, 12), fired, plain(20, 21))).toEqual(['phantom-event']);
  });

  test('that may have been left by a read without an answer may fire', () => {
    const unread: TraceEntry = { kind: 'unread', slot: 'data', key: 0, watch: true };
    expect(judge(unread, fired, plain(20, 21))).toBe(true);
    expect(judge({ ...unread, watch: false }, fired, plain(20, 21))).toEqual(['phantom-event']);
  });

  test('fires for a change of another kind -> wrong-event', () => {
    expect(judge(left(10, 12), event('NodeDeleted', 20), plain(20, 21))).toEqual(['wrong-event']);
    expect(judge(left(null, 12, 'exist'), event('NodeDeleted', undefined, true))).toEqual([
      'wrong-event',
    ]);
  });

  test('fires with the zxid of another change, or of a later one -> wrong-event', () => {
    const ops = [...usual, change('created', 15), ...changed, change('data', 25)];
    const judgeAt = (zxid: number) =>
      judged(
        watches,
        history(...ops, look(1, left(10, 12), event('NodeDataChanged', zxid), plain(25, 26))),
      );
    expect(judgeAt(20)).toBe(true);
    expect(judgeAt(15)).toEqual(['wrong-event']);
    expect(judgeAt(25)).toEqual(['wrong-event']);
    expect(judgeAt(11)).toEqual(['wrong-event']);
  });

  test('fires though nothing has changed -> spurious-event', () => {
    expect(judge(left(10, 12), event('NodeDataChanged'), plain(10, 13))).toEqual([
      'spurious-event',
    ]);
  });

  test('fires after the change was read -> late-event', () => {
    expect(judge(left(10, 12), plain(20, 21), fired)).toContain('late-event');
  });

  test('fires after a later state was read, of something else -> late-event', () => {
    expect(judge(left(10, 12), plain(3, 20, 'child'), fired, plain(20, 21))).toEqual([
      'late-event',
    ]);
    expect(judge(left(10, 12), plain(3, 19, 'child'), fired, plain(20, 21))).toBe(true);
  });

  test('does not fire, also over a move -> missed-event', () => {
    expect(judge(left(10, 12), plain(20, 21))).toEqual(['missed-event']);
    expect(judge(left(10, 12), moved, plain(20, 21))).toEqual(['missed-event']);
    expect(judge(left(10, 12), left(20, 21), fired)).toContain('missed-event');
  });

  test('for a child that came and went while its session moved need not fire', () => {
    const ops = [...usual, change('created', 20), change('deleted', 22)];
    const seen = (entry: readonly TraceEntry[]) =>
      judged(watches, history(...ops, look(1, left(null, 12, 'exist'), ...entry, plain(10, 23))));
    expect(seen([moved])).toBe(true);
    expect(seen([])).toEqual(['missed-event']);
  });

  test('none fired, or none after a move -> unknown', () => {
    expect(judged(watches, history(look(1, left(10, 12), plain(10, 13))))).toBe('unknown');
    expect(judged(watches, history(...usual.slice(0, 1)))).toBe('unknown');
  });
});

describe('a watch that stays', () => {
  const added = (mode: StayingMode): TraceEntry => ({ kind: 'added', key: 0, mode });
  const counted = (version: number, cversion: number, zxid: number): TraceEntry => ({
    kind: 'counted',
    ...{ key: 0, version, cversion, zxid: hex(zxid) },
  });
  const data = (zxid: number): TraceEntry => event('NodeDataChanged', zxid);
  const list = (zxid: number): TraceEntry => event('NodeChildrenChanged', zxid);
  const created = (zxid: number): TraceEntry => event('NodeCreated', zxid, true);
  /** Another session whose watch tells what the one under test does not. */
  const beside = (mode: StayingMode): Op =>
    follow(6, added(mode), counted(0, 0, 1), data(2), counted(1, 0, 3));
  const stays = (...entries: readonly TraceEntry[]) =>
    judged(
      watches,
      history(
        ...usual,
        beside('persistent-recursive'),
        follow(2, added('persistent'), counted(1, 1, 12), ...entries),
      ),
    );
  const recursive = (...entries: readonly TraceEntry[]) =>
    judged(
      watches,
      history(
        ...usual,
        beside('persistent'),
        follow(2, added('persistent-recursive'), counted(1, 1, 12), ...entries),
      ),
    );

  test('tells of as many changes as there were -> valid', () => {
    expect(stays(data(20), list(21), counted(2, 2, 22))).toBe(true);
    expect(recursive(data(20), created(21), counted(2, 2, 22))).toBe(true);
  });

  test('tells of fewer -> missed-event; between two servers -> valid, and counted', () => {
    expect(stays(data(20), counted(2, 2, 22))).toEqual(['missed-event']);
    expect(recursive(created(21), counted(2, 2, 22))).toEqual(['missed-event']);
    expect(stays(data(20), moved, counted(2, 2, 22))).toBe(true);
    const recorded = history(
      follow(2, added('persistent'), counted(1, 1, 12), moved, counted(2, 2, 22)),
    );
    expect(verdictOn(watches, recorded).counts['changes between servers']).toBe(2);
  });

  test('tells of more, also between two servers, or of what it was not asked for -> duplicate-event', () => {
    expect(stays(data(20), data(21), counted(2, 1, 22))).toEqual(['duplicate-event']);
    expect(stays(data(20), data(21), moved, counted(2, 1, 22))).toEqual(['duplicate-event']);
    expect(recursive(list(21), counted(1, 1, 22))).toEqual(['duplicate-event']);
  });

  test('tells in another order than that of the zxids -> event-order', () => {
    expect(stays(data(21), list(20), counted(2, 2, 22))).toEqual(['event-order']);
  });

  test('tells of a change with the zxid of another -> wrong-event', () => {
    const ops = [
      ...usual,
      beside('persistent-recursive'),
      change('data', 20),
      follow(2, added('persistent'), counted(1, 1, 12), list(20), counted(1, 2, 22)),
    ];
    expect(judged(watches, history(...ops))).toEqual(['wrong-event']);
  });

  test('tells of nothing -> unknown', () => {
    expect(stays(counted(1, 1, 22))).toBe('unknown');
  });
});

test('no watch ever fired, though watched znodes changed and sessions were served -> missed-event', () => {
  const change: Op = {
    ...{ process: 7, f: 'change', key: 0, output: 'data', zxid: 20, at: [1_000, 1_001] },
  };
  const served = (ms: number) =>
    judged(
      watches,
      history({ ...look(1, left(10, 12)), at: [500, 501] }, change, {
        ...look(1, plain(10, 13)),
        at: [ms, ms + 1],
      }),
    );
  expect(served(12_000)).toEqual(['missed-event']);
  expect(served(10_000)).toBe('unknown');
  expect(judged(watches, history(look(1, left(10, 12)), look(1, plain(10, 13))))).toBe('unknown');
});
