import { expect, test } from 'vitest';
import { answered } from '../../src/checker/answered.ts';
import { judged } from '../kit/judge.ts';
import { history, type Op } from '../kit/notation.ts';

const S = 1_000;
const write = (fromS: number, toS: number, more: Partial<Op> = {}): Op => ({
  f: 'write',
  value: null,
  process: fromS,
  at: [fromS * S, toS * S],
  ...more,
});
const lost = (name: string): Partial<Op> => ({ type: 'info', error: { name, message: '' } });
const act = (f: string, s: number): Op => ({ process: 'nemesis', f, at: [s * S, s * S] });
const judge = (...ops: readonly Op[]) => judged(answered, history(ops));

test('every request is answered, however late -> valid', () =>
  expect(judge(write(1, 2), write(3, 13))).toBe(true));

test.each(['info', 'fail'] as const)('given up after 5 s as %s -> unanswered', type =>
  expect(judge(write(1, 2), write(3, 8, { ...lost('OPERATIONTIMEOUT'), type }))).toEqual([
    'unanswered',
  ]),
);

test('a broken connection is an answer of a kind -> valid', () =>
  expect(judge(write(1, 2), write(3, 8, lost('CONNECTIONLOSS')))).toBe(true));

test('given up as the load ended, after a short time -> valid', () =>
  expect(judge(write(1, 2), write(3, 6, lost('OPERATIONTIMEOUT')))).toBe(true));

test.each([
  ['during a fault', 12, true],
  ['59 s after a fault', 79, true],
  ['61 s after a fault', 81, ['unanswered']],
])('given up %s', (_, fromS, expected) => {
  const silent = write(fromS, fromS + 5, lost('OPERATIONTIMEOUT'));
  expect(judge(write(1, 2), act('kill', 10), act('start', 20), silent)).toEqual(expected);
});

test('nothing was answered -> unknown', () => expect(judge()).toBe('unknown'));
