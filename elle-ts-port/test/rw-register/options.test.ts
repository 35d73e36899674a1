import { describe, expect, it } from 'vitest';
import { type CheckOptions, check, historyOf, lettersHistory } from '../../src/index.ts';
import { inferRegister } from '../../src/rw-register/infer.ts';

const verdict = (letters: string, options: CheckOptions = {}): unknown =>
  check(historyOf(lettersHistory(letters, 'rw-register'), 'rw-register'), options).valid;

const SERIALIZABLE: CheckOptions = { models: ['serializable'] };

describe('where the order of versions comes from', () => {
  it('a write that follows a read, where that may be assumed', () => {
    const history = 'wx1 | rx1wx2wy1 | rx1ry1';
    expect(verdict(history, SERIALIZABLE)).toBe(true);
    expect(verdict(history, { ...SERIALIZABLE, wfrKeys: true })).toBe(false);
  });

  it('a process, where keys are sequential', () => {
    const history = 'wx1 | wx2 ; rx2@1 ; rx1@1 ; rx1@2 ; rx2@2';
    expect(verdict(history, SERIALIZABLE)).toBe(true);
    expect(verdict(history, { ...SERIALIZABLE, sequentialKeys: true })).toBe(false);
  });

  it('the database', () => {
    const history = 'rxwy1@0 | wx3wy2@1';
    const ordered = (first: number, second: number): unknown =>
      verdict(history, {
        ...SERIALIZABLE,
        transactionOrder: new Map([
          [2, first],
          [3, second],
        ]),
      });
    expect(verdict(history, SERIALIZABLE)).toBe(true);
    expect([ordered(1, 2), ordered(2, 1)]).toEqual([true, false]);
  });

  it('a source that contradicts itself is reported once and left out', () => {
    const history = historyOf(
      lettersHistory('wx1 ; wx2 ; rx2 ; rx1', 'rw-register'),
      'rw-register',
    );
    expect(check(history, { linearizableKeys: true })).toMatchObject({
      anomalies: {
        'cyclic-versions': [
          { key: 'x', scc: [1, 2], sources: ['initial-state', 'linearizable-keys'] },
        ],
      },
    });
  });
});

describe('transactions in doubt', () => {
  const history = '?wx1wy1 | rx1ry';
  it('alone prove nothing', () => {
    expect(verdict(history)).toBe('unknown');
  });
  it('but what they wrote may be taken to have happened once it was read', () => {
    expect(verdict(history, { infoWrites: true })).toBe(false);
  });
});

describe('a value written twice', () => {
  it('and read: nothing can be said', () => {
    const result = check(
      historyOf(lettersHistory('wx1 | wx1 ; rx1', 'rw-register'), 'rw-register'),
    );
    expect(result).toMatchObject({ valid: 'unknown', error: { type: 'duplicate-writes' } });
  });
});

describe('many readers of the initial state, many writers', () => {
  const letters = (last: string): string => {
    const readers = Array.from({ length: 20 }, () => 'rx');
    const writers = Array.from({ length: 9 }, (_, i) => `wx${i + 1}`);
    return [...readers, ...writers, last].join(' | ');
  };
  it('cost a hub, not the product', () => {
    const history = historyOf(lettersHistory(letters('rxwy1'), 'rw-register'), 'rw-register');
    expect(inferRegister(history, {}).edges.size).toBe(20 + 1 + 9);
  });
  it('one that writes the key too does not precede itself', () => {
    expect(verdict(letters('rxwz1'), SERIALIZABLE)).toBe(true);
    expect(verdict(letters('rxwx0'), SERIALIZABLE)).toBe(true);
  });
  it('a cycle through them is found', () => {
    expect(verdict(letters('wx0wy1 | rxwy2 | rxry1'), SERIALIZABLE)).toBe(false);
  });
});
