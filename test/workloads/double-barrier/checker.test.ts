import { expect, test } from 'vitest';
import { together } from '../../../workloads/double-barrier/checker.ts';
import { judged } from '../../kit/judge.ts';
import { spelled } from '../../kit/notation.ts';

const round = spelled({ key: '0-1' });
/** One round of two members. */
const judge = (words: string) => judged(together(2), round(words));

test('in together, out together -> valid', () => {
  expect(judge('0(enter 1(enter 0)enter 1)enter 0(leave 1(leave 0)leave 1)leave')).toBe(true);
});

test('in before the other has come -> early-passage', () => {
  expect(judge('0(enter 0)enter 1(enter 1)enter 0(leave 1(leave 0)leave 1)leave')).toEqual([
    'early-passage',
  ]);
});

test('in though the other gave up before it came -> early-passage; gave up after that -> valid', () => {
  expect(judge('1(enter 1!enter 0(enter 0)enter')).toEqual(['early-passage']);
  expect(judge('1(enter 0(enter 1!enter 0)enter')).toBe(true);
});

test('in while the other comes -> valid', () => {
  expect(judge('1(enter 0(enter 0)enter 1)enter 1(leave 0(leave 0)leave 1)leave')).toBe(true);
});

test('out before the other asks to leave -> early-exit', () => {
  expect(judge('0(enter 1(enter 0)enter 1)enter 0(leave 0)leave 1(leave 1)leave')).toEqual([
    'early-exit',
  ]);
});

test('out before the other is -> valid', () => {
  expect(judge('0(enter 1(enter 0)enter 1)enter 0(leave 1(leave 1)leave 0)leave')).toBe(true);
});

test('out though nobody knows what became of the other -> valid', () => {
  expect(judge('0(enter 1(enter 0)enter 1)enter 0(leave 0)leave 1(leave 1?leave')).toBe(true);
  expect(judge('0(enter 1(enter 0)enter 1?enter 0(leave 0)leave')).toBe(true);
});

test('nobody got in -> unknown', () => {
  expect(judge('0(enter 1(enter 0?enter 1?enter')).toBe('unknown');
});
