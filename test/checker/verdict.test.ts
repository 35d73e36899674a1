import { expect, test } from 'vitest';
import { mergeShards, unknown, validOf } from '../../src/checker/verdict.ts';
import type { Anomaly, Verdict } from '../../src/contract.ts';

const valid = (operations: number): Verdict => ({ valid: true, counts: { operations } });
const doubtful = unknown('no time', { operations: 1 });
const anomaly = (type: string): Anomaly => ({ type, promised: 'x', seen: 'y', operations: [1] });
const invalid = (type: string): Verdict => ({
  valid: false,
  anomalies: [anomaly(type)],
  counts: { operations: 2 },
});

test('invalid outweighs unknown, unknown outweighs valid', () => {
  expect(validOf([valid(1), valid(2)])).toBe(true);
  expect(validOf([valid(1), doubtful])).toBe('unknown');
  expect(validOf([valid(1), doubtful, invalid('a')])).toBe(false);
});

test('no verdict at all is unknown', () => {
  expect(validOf([])).toBe('unknown');
  expect(mergeShards([])).toEqual(unknown('there was nothing to check'));
});

test('shards: counts are added up', () => {
  expect(mergeShards([valid(3), valid(4)])).toEqual(valid(7));
});

test('shards: the notes of all', () => {
  const noted = { ...valid(1), notes: ['stale once'] };
  expect(mergeShards([noted, valid(2), noted])).toEqual({
    ...valid(4),
    notes: ['stale once', 'stale once'],
  });
});

test('shards: one unknown makes all unknown, with its reason', () => {
  expect(mergeShards([valid(3), doubtful, doubtful])).toEqual(
    unknown('no time', { operations: 5 }),
  );
});

test('shards: the anomalies of all', () => {
  expect(mergeShards([invalid('a'), doubtful, invalid('b')])).toEqual({
    valid: false,
    anomalies: [anomaly('a'), anomaly('b')],
    counts: { operations: 5 },
  });
});
