import { expect, test } from 'vitest';
import { allTold } from '../../../workloads/watch/modes.ts';
import type { StayingMode, TraceEntry } from '../../../workloads/watch/trace.ts';
import { judged } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

const added = (mode: StayingMode): TraceEntry => ({ kind: 'added', key: 0, mode });
const counted = (version: number): TraceEntry => ({
  kind: 'counted',
  ...{ key: 0, version, cversion: 0, zxid: '0x1' },
});
/** Leaves a one-shot watch. */
const left: TraceEntry = {
  kind: 'read',
  ...{ slot: 'data', key: 0, watch: true, state: '0x1', zxid: '0x1' },
};
const data: TraceEntry = { kind: 'event', type: 'NodeDataChanged', key: 0, child: false };
const follow = (process: number, ...entries: readonly TraceEntry[]): Op => ({
  ...{ process, f: 'follow', value: 'mix', key: 0, output: entries },
});
/** A session of the other mode, which is told of everything. */
const beside = follow(1, added('persistent'), counted(0), data, counted(1));
const judge = (...entries: readonly TraceEntry[]) =>
  judged(allTold, history(beside, follow(2, added('persistent-recursive'), ...entries)));

test('one event a change, for both watches together -> valid', () =>
  expect(judge(counted(0), left, data, data, counted(2))).toBe(true));

test('a one-shot watch takes the place of the one that stays -> missed-event', () =>
  expect(judge(counted(0), left, data, counted(2))).toEqual(['missed-event']));

test('each watch tells of the change -> duplicate-event', () =>
  expect(judge(counted(0), left, data, data, counted(1))).toEqual(['duplicate-event']));

test('no event at all -> unknown', () => expect(judge(counted(0), counted(0))).toBe('unknown'));
