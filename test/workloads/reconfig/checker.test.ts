import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import { versionedRegister } from '../../../src/model/index.ts';
import { among } from '../../../workloads/reconfig/among.ts';
import { configurations } from '../../../workloads/reconfig/checker.ts';
import { type Timed, timed } from '../../kit/timed.ts';

const budget = { timeMs: 10_000, memoryMb: 100, elapsedMs: () => 0 };

const config = (version: number, third = 'participant'): unknown => ({
  version: `0x${version}`,
  members: { 1: 'participant', 2: 'participant', 3: third },
});
const change = (to: string, output: unknown, callNs: number): Timed => ({
  f: 'change',
  value: { server: 3, to },
  output,
  callNs,
  facts: { session: 1n },
});
const view = (output: unknown, callNs: number): Timed => ({
  f: 'view',
  value: null,
  output,
  callNs,
  facts: { session: 2n },
});
const demoted = change('observer', config(5, 'observer'), 1);
const seen = view(config(5, 'observer'), 3);
const replaced: Timed = { f: 'replace', value: 3, output: config(7), callNs: 5 };
const restored: Timed = { f: 'restore', value: null, output: config(8), callNs: 7 };
const all = [demoted, seen, replaced, restored];

const check = (...told: readonly Timed[]): Verdict => configurations.check(timed(told), budget);
const anomalies = (...told: readonly Timed[]): readonly string[] => {
  const verdict = check(...told);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [];
};

test('members change, and everybody sees it -> valid', () => {
  expect(check(...all, view(config(8), 9))).toEqual({
    valid: true,
    counts: { 'made observer': 1, 'made participant': 0, replaced: 1, views: 2, configurations: 3 },
  });
});

describe('unasked', () => {
  test('an observer was asked for', () => {
    expect(anomalies(change('observer', config(5), 1))).toEqual(['unasked']);
  });
  test('a member was to be replaced', () => {
    expect(anomalies({ ...replaced, output: config(7, 'observer') })).toEqual(['unasked']);
  });
});

test('one version has two sets of members -> two-faced', () => {
  expect(anomalies(demoted, view(config(5), 3))).toEqual(['two-faced']);
});

test('a session sees an older version than it has seen -> back; another session -> valid', () => {
  const old = view(config(4), 4);
  expect(anomalies(view(config(5), 3), old)).toEqual(['back']);
  expect(anomalies(view(config(5), 3), { ...old, facts: { session: 3n } })).toEqual([]);
});

test('a later change has no higher version -> order; one that overlaps -> valid', () => {
  const late = change('participant', config(4), 3);
  expect(anomalies(demoted, late)).toEqual(['back', 'order']);
  expect(anomalies({ ...demoted, returnNs: 9 }, { ...late, facts: { session: 3n } })).toEqual([]);
});

test('a change that was acknowledged is not known -> lost; one that overlaps -> valid', () => {
  expect(anomalies(demoted, view(config(4), 3))).toEqual(['lost']);
  expect(anomalies({ ...demoted, returnNs: 9 }, view(config(4), 3))).toEqual([]);
});

test.each([
  ['nothing was reconfigured', [seen]],
  ['nobody read a configuration', [demoted]],
])('unknown: %s', (why, told) => {
  expect(check(...told)).toMatchObject({ valid: 'unknown', why });
});

describe('registers among the changes', () => {
  const registers = among(['read', 'write'], linearizable(versionedRegister));
  const facts = { key: 0 };
  const write: Timed = { f: 'write', value: 1, output: [0, 1], callNs: 1, facts };
  const read = (output: unknown): Timed => ({ f: 'read', value: null, output, callNs: 3, facts });
  const isValid = (...told: readonly Timed[]): Verdict['valid'] =>
    registers.check(timed(told), budget).valid;

  test('are looked at alone', () => {
    expect(isValid(write, read([0, 1]), { ...demoted, callNs: 2 })).toBe(true);
    expect(isValid(write, read([-1, null]), { ...demoted, callNs: 2 })).toBe(false);
  });
});
