/** The examples that explain each anomaly, with the verdicts of section 11 of the specification. */
import { describe, expect, it } from 'vitest';
import {
  type CheckOptions,
  check,
  historyOf,
  lettersHistory,
  type Workload,
} from '../src/index.ts';

type Expected = readonly [types: readonly string[], not: readonly string[]] | true;

function expectVerdict(
  letters: string,
  options: CheckOptions,
  expected: Expected,
  workload: Workload = 'list-append',
): void {
  const result = check(historyOf(lettersHistory(letters, workload), workload), options);
  const { extra: _, ...verdict } = result;
  if (expected === true) expect(verdict).toEqual({ valid: true });
  else
    expect(verdict).toMatchObject({ valid: false, 'anomaly-types': expected[0], not: expected[1] });
}

const STRICT: CheckOptions = {};
const under = (model: string): CheckOptions => ({ models: [model] });

describe('list-append', () => {
  it.each<[name: string, letters: string, types: string[], not: string[]]>([
    ['writes in opposite orders', 'ax1ay1 | ax2ay2 ; rx12ry21', ['G0'], ['read-uncommitted']],
    ['a read of what failed', '!ax1 | ax2 | rx1', ['G1a'], ['read-committed']],
    ['a read in the middle', 'ax1ax2 | rx1', ['G-single-item', 'G1b'], ['read-committed']],
    ['reads of each other', 'ax1ry1 | ay1rx1', ['G1c'], ['read-committed']],
    [
      'half of a transaction seen',
      'ax1ay1 | rxry1',
      ['G-single-item'],
      ['consistent-view', 'repeatable-read'],
    ],
    [
      'long fork',
      'ax1 | ay1 | rx1ry | rxry1',
      ['G-nonadjacent-item'],
      ['repeatable-read', 'snapshot-isolation'],
    ],
    ['write skew', 'rxay1 | ryax1', ['G2-item'], ['repeatable-read']],
    [
      'lost update',
      'rxax1 | rxax2 ; rx12',
      ['G-single-item', 'lost-update'],
      ['cursor-stability', 'update-atomic'],
    ],
    ['a stale read', 'ax1 ; rx', ['G-single-item-realtime'], ['strong-snapshot-isolation']],
    ['a write in the past', 'ax1 ; ax2 ; rx21', ['G0-realtime'], ['strong-read-uncommitted']],
    ['own write not seen', 'ax1rx ; ry', ['internal'], ['read-atomic']],
    ['two orders', 'ax1 | ax2 | rx12 | rx21', ['incompatible-order'], ['read-committed']],
    ['a commit on an abort', '!ax1 | ax2 ; rx12', ['G1a', 'dirty-update'], ['read-committed']],
    ['an element twice', 'ax1 | rx11', ['duplicate-elements'], ['read-uncommitted']],
    ['own future read', 'ax2 ; rx21ax1', ['future-read'], ['read-committed']],
    ['a value nobody wrote', 'ax1 ; rx17', ['garbage-read'], ['read-committed']],
  ])('%s: %s', (_name, letters, types, not) => {
    expectVerdict(letters, STRICT, [types, not]);
  });

  it('write skew is allowed by snapshot isolation', () => {
    expectVerdict('rxay1 | ryax1', under('snapshot-isolation'), true);
  });

  it('a stale read is allowed without realtime, and by another process within a session', () => {
    expectVerdict('ax1 ; rx', under('serializable'), true);
    expectVerdict('ax1 ; rx', under('strong-session-serializable'), true);
  });

  it('a stale read of the own process breaks the session', () => {
    expectVerdict('ax1@0 ; rx@0', under('strong-session-serializable'), [
      ['G-single-item-process'],
      ['strong-session-snapshot-isolation'],
    ]);
  });

  it('a store buffer is a stale read in realtime, and not adjacent within sessions', () => {
    const buffer = 'ax1@0 | ay1@1 ; ry@0 | rx@1';
    expectVerdict(buffer, STRICT, [['G-single-item-realtime'], ['strong-snapshot-isolation']]);
    expectVerdict(buffer, under('strong-session-serializable'), [
      ['G-nonadjacent-item-process'],
      ['strong-session-snapshot-isolation'],
    ]);
  });

  it('reads against the order of a process', () => {
    const history = 'rx1ay1@1 ; ry1@2 ; ax1@2';
    expectVerdict(history, under('strong-session-serializable'), [
      ['G1c-process'],
      ['strong-session-read-committed'],
    ]);
    expectVerdict(history, under('serializable'), true);
  });

  it('a valid verdict carries what weaker models forbid under extra', () => {
    const history = historyOf(lettersHistory('rxay1 | ryax1', 'list-append'), 'list-append');
    expect(check(history, under('snapshot-isolation'))).toMatchObject({
      valid: true,
      extra: { not: ['repeatable-read'] },
    });
  });

  it('reads alone tell nothing', () => {
    const history = historyOf(lettersHistory('rx', 'list-append'), 'list-append');
    expect(check(history)).toMatchObject({
      valid: 'unknown',
      'anomaly-types': ['empty-transaction-graph'],
    });
  });
});

describe('rw-register', () => {
  it('lost update', () => {
    expectVerdict(
      'rxwx1 | rxwx2',
      STRICT,
      [
        ['G2-item', 'lost-update'],
        ['cursor-stability', 'update-atomic'],
      ],
      'rw-register',
    );
  });

  it('a stale read', () => {
    expectVerdict(
      'wx1 ; rx',
      STRICT,
      [['G-single-item-realtime'], ['strong-snapshot-isolation']],
      'rw-register',
    );
  });

  it('values going back are seen only where keys are taken to be linearizable', () => {
    const history = 'wx1 ; wx2 ; rx2 ; rx1';
    expectVerdict(history, STRICT, true, 'rw-register');
    expectVerdict(
      history,
      { linearizableKeys: true },
      [['cyclic-versions'], ['read-uncommitted']],
      'rw-register',
    );
  });

  it('a value out of thin air shows as a lost update', () => {
    expectVerdict(
      'rx2wx2 | rx2wx3',
      STRICT,
      [['lost-update'], ['cursor-stability', 'update-atomic']],
      'rw-register',
    );
  });
});

describe('how a cycle is named', () => {
  const issue17 = 'rxrz1@0 ; ax1@1 ; rz@1 ; az1@2';
  it('by its data dependencies', () => {
    expectVerdict(issue17, STRICT, [
      ['G-nonadjacent-item-realtime', 'strong-PL-2-cycle-exists'],
      ['strong-read-committed'],
    ]);
  });
  it('or by what the search walked', () => {
    const result = check(historyOf(lettersHistory(issue17, 'list-append'), 'list-append'), {
      naming: 'search',
    });
    expect(result).toMatchObject({ valid: false, not: ['strong-read-committed'] });
    expect(result.valid === true ? [] : result['anomaly-types']).toContain('G1c-realtime');
  });
});
