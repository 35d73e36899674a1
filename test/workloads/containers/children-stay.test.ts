import { expect, test } from 'vitest';
import { childrenStay } from '../../../workloads/containers/children-stay.ts';
import { judged } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

const visit = (seen: string, taken: string, more: Partial<Op> = {}): Op => ({
  f: 'visit',
  value: { kind: 'container', id: 1 },
  output: { seen, taken },
  ...more,
});
const judge = (...ops: readonly Op[]) => judged(childrenStay, history(ops));

test('a child is read and deleted -> valid', () => expect(judge(visit('OK', 'OK'))).toBe(true));
test('a child is not there when it is read -> lost-write', () =>
  expect(judge(visit('OK', 'OK'), visit('NONODE', 'OK'))).toEqual(['lost-write']));
test('a child is not there when it is deleted -> lost-write', () =>
  expect(judge(visit('OK', 'OK'), visit('OK', 'NONODE'))).toEqual(['lost-write']));
test('no child is known to have been created -> unknown', () =>
  expect(judge(visit('OK', 'OK', { type: 'info' }))).toBe('unknown'));
