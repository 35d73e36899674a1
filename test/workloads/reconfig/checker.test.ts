import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import type { Verdict } from '../../../src/contract.ts';
import { versionedRegister } from '../../../src/model/index.ts';
import { configurations } from '../../../workloads/reconfig/checker.ts';
import { among } from '../../../workloads/reconfig/workload.ts';
import { anomaliesOf, verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

const config = (version: number, third = 'participant'): unknown => ({
  version: `0x${version}`,
  members: { 1: 'participant', 2: 'participant', 3: third },
});
/** Changes are of one session, views of another. */
const change = (to: string, output: unknown, ms: number): Op => ({
  f: 'change',
  value: { server: 3, to },
  output,
  at: [ms, ms + 1],
});
const view = (output: unknown, ms: number): Op => ({
  process: 1,
  f: 'view',
  output,
  at: [ms, ms + 1],
});
const demoted = change('observer', config(5, 'observer'), 1);
const seen = view(config(5, 'observer'), 3);
const replaced: Op = { f: 'replace', value: 3, output: config(7), at: [5, 6] };
const restored: Op = { f: 'restore', output: config(8), at: [7, 8] };
const all = [demoted, seen, replaced, restored];

const check = (...ops: readonly Op[]): Verdict => verdictOn(configurations, history(ops));
const anomalies = (...ops: readonly Op[]): readonly string[] => anomaliesOf(check(...ops));

test('members change, and everybody sees it -> valid', () => {
  expect(check(...all, view(config(8), 9))).toEqual({
    valid: true,
    counts: { 'made observer': 1, 'made participant': 0, replaced: 1, views: 2, configurations: 3 },
  });
});

describe('false-success', () => {
  test('an observer was asked for', () => {
    expect(anomalies(change('observer', config(5), 1))).toEqual(['false-success']);
  });
  test('a member was to be replaced', () => {
    expect(anomalies({ ...replaced, output: config(7, 'observer') })).toEqual(['false-success']);
  });
});

test('one version has two sets of members -> conflicting-version', () => {
  expect(anomalies(demoted, view(config(5), 3))).toEqual(['conflicting-version']);
});

test('a session sees an older version than it has seen -> monotonic-reads; another session -> valid', () => {
  const old = view(config(4), 4);
  expect(anomalies(view(config(5), 3), old)).toEqual(['monotonic-reads']);
  expect(anomalies(view(config(5), 3), { ...old, process: 2 })).toEqual([]);
});

test('a later change has no higher version -> real-time-order; one that overlaps -> valid', () => {
  const late = change('participant', config(4), 3);
  expect(anomalies(demoted, late)).toEqual(['monotonic-reads', 'real-time-order']);
  expect(anomalies({ ...demoted, at: [1, 9] }, { ...late, process: 2 })).toEqual([]);
});

test('a change that was acknowledged is not known -> stale-read; one that overlaps -> valid', () => {
  expect(anomalies(demoted, view(config(4), 3))).toEqual(['stale-read']);
  expect(anomalies({ ...demoted, at: [1, 9] }, view(config(4), 3))).toEqual([]);
});

test.each([
  ['nothing was reconfigured', [seen]],
  ['nobody read a configuration', [demoted]],
])('unknown: %s', (why, ops) => {
  expect(check(...ops)).toMatchObject({ valid: 'unknown', why });
});

describe('registers among the changes', () => {
  const registers = among(['read', 'write'], linearizable(versionedRegister));
  const write: Op = { process: 2, key: 0, f: 'write', value: 1, output: [0, 1], at: [1, 2] };
  const read = (output: unknown): Op => ({ process: 2, key: 0, f: 'read', output, at: [3, 4] });
  const isValid = (...ops: readonly Op[]): Verdict['valid'] =>
    verdictOn(registers, history(ops)).valid;

  test('are looked at alone', () => {
    expect(isValid(write, read([0, 1]), { ...demoted, at: [2, 3] })).toBe(true);
    expect(isValid(write, read([-1, null]), { ...demoted, at: [2, 3] })).toBe(false);
  });
});
