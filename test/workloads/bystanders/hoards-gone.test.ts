import { expect, test } from 'vitest';
import { hoardsGone } from '../../../workloads/bystanders/hoards-gone.ts';
import { judged } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

const hoard = (output: number, more: Partial<Op> = {}): Op => ({
  f: 'hoard',
  value: { id: 1, ephemerals: 60 },
  output,
  ...more,
});
const judge = (...ops: readonly Op[]) => judged(hoardsGone, history(ops));

test('none is there after the close -> valid', () => expect(judge(hoard(0))).toBe(true));
test('one is there after the close -> ghost-ephemeral', () =>
  expect(judge(hoard(0), hoard(1))).toEqual(['ghost-ephemeral']));
test('whether the session closed is not known -> unknown', () =>
  expect(judge(hoard(0, { type: 'info' }))).toBe('unknown'));
