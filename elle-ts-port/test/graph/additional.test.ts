/** Orders that a user knows of, beside those that are inferred. */
import { describe, expect, it } from 'vitest';
import {
  analyse,
  check,
  cycleText,
  historyOf,
  type KnownOrder,
  lettersHistory,
} from '../../src/index.ts';

/** T2 reads what T1 appended: T1 < T2, and nothing else is known in a serializable database. */
const history = historyOf(lettersHistory('ax1 | rx1', 'list-append'), 'list-append');
const [first = -1, second = -1] = history.index;

const given = (order: Partial<KnownOrder>) => ({
  models: ['strong-session-serializable'],
  additionalGraphs: [
    () =>
      [
        { from: second, to: first, relation: 'process', because: 'the log says so', ...order },
      ] as const,
  ],
});

describe('additional graphs', () => {
  it('an order against the data is a cycle, and its reason is reported', () => {
    const { result } = analyse(history, given({}));
    expect(result).toMatchObject({ valid: false, 'anomaly-types': ['G1c-process'] });
    const [cycle] = (result.valid === false && result.anomalies['G1c-process']) || [];
    expect(cycle && cycleText(cycle, 'list-append')).toContain('because the log says so');
  });

  it('an order along the data is none', () => {
    expect(check(history, given({ from: first, to: second })).valid).toBe(true);
  });

  it('it counts as the relation it is given as', () => {
    const result = check(history, given({ relation: 'rw' }));
    expect(result).toMatchObject({ valid: false, 'anomaly-types': ['G-single-item'] });
  });

  it('an end that is no completion is refused', () => {
    expect(() => check(history, given({ from: 77 }))).toThrow(
      'additionalGraphs: expected indices of completions, found 77, which is none',
    );
  });
});
