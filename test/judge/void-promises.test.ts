import { expect, test } from 'vitest';
import type { Verdict } from '../../src/contract.ts';
import { unlessVoid } from '../../src/judge/void-promises.ts';
import { history } from '../kit/notation.ts';

const operation = { strike: 'wipe', affects: ['disks'], quorum: 'may be lost' } as const;
const declared = (voids: boolean) => ({
  nemeses: [{ name: 'wipe', operations: [{ ...operation, ...(voids && { voids }) }] }],
});
const lost = {
  ...{ type: 'lost-write', promised: 'a write is there', seen: '1 is not', operations: [0] },
};
const invalid: Verdict = { valid: false, anomalies: [lost], counts: { writes: 1 }, notes: ['odd'] };
const wiped = history('0=w:1', '*(wipe 2s *wipe');
const judged = (verdict: Verdict, found = wiped, test = declared(true)): Verdict | undefined =>
  unlessVoid([{ name: 'set', verdict }], found, test)[0]?.verdict;

test('a broken promise after a fault that ends promises -> unknown, with what was seen', () =>
  expect(judged(invalid)).toEqual({
    valid: 'unknown',
    why: 'a server promises nothing once its disk has forgotten what it had (wipe at 0.0 s)',
    counts: { writes: 1 },
    notes: ['odd', 'lost-write: 1 is not'],
  }));
test('the same where the fault did not strike -> invalid', () =>
  expect(judged(invalid, history('0=w:1'))).toEqual(invalid));
test('the same where the fault ends no promises -> invalid', () =>
  expect(judged(invalid, wiped, declared(false))).toEqual(invalid));
test('promises kept in spite of it -> valid', () =>
  expect(judged({ valid: true, counts: {} })).toEqual({ valid: true, counts: {} }));
