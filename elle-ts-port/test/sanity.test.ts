import { describe, expect, it } from 'vitest';
import { check, historyOf, lettersHistory, OptionError } from '../src/index.ts';

const listHistory = (letters: string) =>
  historyOf(lettersHistory(letters, 'list-append'), 'list-append');

describe('histories that cannot be judged', () => {
  it('an element appended twice', () => {
    expect(check(listHistory('ax1 | ax1'))).toMatchObject({
      valid: 'unknown',
      error: { type: 'duplicate-appends', examples: [{ key: 'x', element: 1, count: 2 }] },
    });
  });

  it('and twice by completions, where there are no invocations', () => {
    const completions = lettersHistory('ax1 | ax1', 'list-append').filter(e => e.type === 'ok');
    expect(check(historyOf(completions, 'list-append'))).toMatchObject({
      error: { type: 'duplicate-appends' },
    });
  });

  it('the wrong workload', () => {
    const registers = historyOf(lettersHistory('wx1', 'rw-register'), 'list-append');
    expect(check(registers)).toMatchObject({
      valid: 'unknown',
      error: { type: 'unexpected-txn-micro-op-types' },
    });
  });
});

describe('options that cannot be followed', () => {
  it.each([{ models: ['very-serializable'] }, { anomalies: ['G9'] }])('%o', options => {
    expect(() => check(listHistory('ax1'), options)).toThrow(OptionError);
  });
});
