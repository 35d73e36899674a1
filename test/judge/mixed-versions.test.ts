import { expect, test } from 'vitest';
import type { Verdict } from '../../src/contract.ts';
import { mixesVersions, ofOneVersion } from '../../src/judge/mixed-versions.ts';
import { history } from '../kit/notation.ts';

const operation = { strike: 'upgrade', affects: ['servers'], quorum: 'may be lost' } as const;
const declared = (mixes: boolean) => ({
  nemeses: [{ name: 'upgrade', operations: [{ ...operation, ...(mixes && { mixes }) }] }],
});
const upgraded = history('0=w:1', '*(upgrade 2s *upgrade');

test('a fault that mixes versions and struck -> mixed', () =>
  expect(mixesVersions(upgraded, declared(true))).toBe(true));
test('the same that did not strike -> not mixed', () =>
  expect(mixesVersions(history('0=w:1'), declared(true))).toBe(false));
test('a fault that mixes none -> not mixed', () =>
  expect(mixesVersions(upgraded, declared(false))).toBe(false));

const refused = { type: 'wrong-error', promised: 'p', seen: 'NOAUTH', operations: [0] };
const invalid: Verdict = { valid: false, anomalies: [refused], counts: { replies: 1 } };

test('a contradiction of the model is unknown, and told', () =>
  expect(ofOneVersion(invalid)).toMatchObject({
    valid: 'unknown',
    counts: { replies: 1 },
    notes: ['wrong-error: NOAUTH'],
  }));
test('no contradiction stays valid', () => {
  const valid: Verdict = { valid: true, counts: { replies: 1 } };
  expect(ofOneVersion(valid)).toEqual(valid);
});
