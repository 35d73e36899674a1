import { describe, expect, test } from 'vitest';
import type { EventType } from '../../src/history/event.ts';
import { coverageOf } from '../../src/judge/coverage.ts';
import { checkRun } from '../../src/judge/run-check.ts';
import type { TestRecord } from '../../src/store/results.ts';
import { history, type Op, type Part } from '../kit/notation.ts';
import { TEST } from '../kit/sample-records.ts';

const complete: TestRecord = {
  ...TEST,
  nemeses: [
    {
      name: 'partition',
      operations: [
        {
          strike: 'start-partition',
          heal: 'stop-partition',
          affects: ['network'],
          quorum: 'may be lost',
        },
      ],
    },
  ],
};

const done = (f: string, type: EventType, rest: Partial<Op> = {}): Op => ({ f, type, ...rest });

/** What the nemesis did, and whether it was seen to take effect. */
const fault = (f: string, verified: boolean): Op => ({
  f,
  process: 'nemesis',
  value: { verified, did: 'cut', seen: 'nothing dropped' },
});

const bitten = fault('start-partition', true);
const whyOf = (parts: readonly Part[], test: TestRecord = complete): string => {
  const verdict = checkRun(history(parts), test);
  return verdict.valid === 'unknown' ? verdict.why : `${verdict.valid}`;
};

test('operations that are ok under a fault that bit -> valid', () => {
  expect(whyOf([bitten, done('read', 'ok')])).toBe('true');
});

test('no operation -> unknown', () => {
  expect(whyOf([bitten])).toBe('no operation was done');
});

test('a fault that was never seen to take effect -> unknown', () => {
  expect(whyOf([fault('start-partition', false), done('read', 'ok')])).toBe(
    'no fault of nemesis partition was seen to take effect, of 1; the last, start-partition, says: {"verified":false,"did":"cut","seen":"nothing dropped"}',
  );
});

test('a healing that was verified is no fault that bit -> unknown', () => {
  expect(whyOf([fault('stop-partition', true), done('read', 'ok')])).toBe(
    'nemesis partition never did anything; give it more time',
  );
});

describe('a fault that bit', () => {
  test('and was healed once -> valid', () =>
    expect(
      whyOf([
        ...[bitten, fault('stop-partition', false), bitten, fault('stop-partition', true)],
        done('read', 'ok'),
      ]),
    ).toBe('true'));
  test('and was never seen to be healed -> unknown', () =>
    expect(whyOf([bitten, fault('stop-partition', false), done('read', 'ok')])).toBe(
      'no healing of nemesis partition was seen to take effect, of 1',
    ));
});

test('a fault that threw every time -> unknown, with its error', () => {
  const threw: Op = { ...bitten, value: null, error: { name: 'threw', message: 'no iptables' } };
  expect(whyOf([threw, done('read', 'ok')])).toContain('start-partition, says: no iptables');
});

test('a run without nemeses needs no fault', () => {
  expect(
    whyOf([done('read', 'ok')], { ...complete, nemeses: [{ name: 'none', operations: [] }] }),
  ).toBe('true');
});

test('one of ten operations ok -> valid, one of eleven -> unknown', () => {
  const refused = done('read', 'fail', { error: { name: 'CONNECTIONLOSS' } });
  expect(whyOf([bitten, done('read', 'ok'), ...Array(9).fill(refused)])).toBe('true');
  expect(whyOf([bitten, done('read', 'ok'), ...Array(10).fill(refused)])).toBe(
    'only 1 of 11 operations were ok, at least 10 % should be',
  );
});

test('a function that never succeeded -> unknown', () => {
  expect(whyOf([bitten, done('read', 'ok'), done('cas', 'fail')])).toBe('no cas was ever ok, of 1');
});

test('a client that threw -> unknown', () => {
  const threw = done('read', 'info', { error: { name: 'threw', message: 'TypeError: x' } });
  expect(whyOf([bitten, threw, done('read', 'ok', { process: 1 })])).toBe(
    'a client threw, which is a bug of the workload: TypeError: x',
  );
});

test('a run that was killed -> unknown, one that was stopped -> valid', () => {
  const parts = [bitten, done('read', 'ok')];
  expect(whyOf(parts, { ...complete, ending: 'running' })).toBe(
    'the run was killed before its end',
  );
  expect(whyOf(parts, { ...complete, ending: 'stopped' })).toBe('true');
});

test('a doubt of the run -> unknown', () => {
  expect(whyOf([bitten, done('read', 'ok')], { ...complete, doubts: ['not serving'] })).toBe(
    'not serving',
  );
});

test('coverage counts faults, sessions, moves, losses and elections', () => {
  const recorded = history([
    bitten,
    fault('start-partition', false),
    done('read', 'ok', { session: 1n, node: 'n1' }),
    done('read', 'ok', { session: 1n, node: 'n2' }),
    done('read', 'fail', { session: 2n, error: { name: 'SESSIONEXPIRED' } }),
    done('read', 'fail', { node: 'n2', error: { name: 'CONNECTIONLOSS' } }),
    done('read', 'fail', { node: 'n2', error: { name: 'CONNECTIONLOSS' } }),
    done('read', 'ok', { node: 'n2' }),
  ]);
  const led = (time: number, leader: string) =>
    ({ time, roles: { n1: 'follower', n2: 'follower', [leader]: 'leader' } }) as const;
  const none = { time: 2, roles: { n1: 'none', n2: 'follower' } } as const;
  expect(coverageOf(recorded, [led(0, 'n1'), none, led(3, 'n1'), led(4, 'n2')], complete)).toEqual({
    elections: 1,
    sessions: 2,
    'expired sessions': 1,
    'lost connections': 2,
    reconnects: 1,
    'moved sessions': 1,
    'start-partition applied': 2,
    'start-partition verified': 1,
    'stop-partition applied': 0,
    'stop-partition verified': 0,
  });
});

test('an election that leaves the same node in the lead is told by the epoch of its zxids', () => {
  const recorded = history([
    done('read', 'ok', { zxid: 0x1_0000_0007n }),
    done('read', 'ok', { zxid: 0x1_0000_0008n }),
    done('read', 'ok', { zxid: 0x3_0000_0001n }),
  ]);
  expect(coverageOf(recorded, [], complete)).toMatchObject({ elections: 1 });
});

test('a fault that only bit after the load, in the last restart -> unknown', () => {
  const afterMs = complete.plan.timeLimitMs + 15_001;
  const late = { ...bitten, at: [afterMs, afterMs] as const };
  expect(whyOf([done('read', 'ok'), late])).toBe(
    'nemesis partition never did anything; give it more time',
  );
  expect(whyOf([done('read', 'ok'), bitten, late])).toBe('true');
});
