import { describe, expect, it } from 'vitest';
import { historyOf, lettersHistory, strongestModels } from '../src/index.ts';

describe('the strongest models that a history allows', () => {
  it.each([
    ['a good one', 'ax1 ; rx1', ['strong-serializable']],
    [
      'a stale read of another process',
      'ax1 ; rx',
      ['strong-read-committed', 'strong-session-serializable'],
    ],
    ['a stale read of the own process', 'ax1@0 ; rx@0', ['serializable', 'strong-read-committed']],
    ['write skew', 'rxay1 | ryax1', ['strong-snapshot-isolation', 'update-serializable']],
    ['writes in opposite orders', 'ax1ay1 | ax2ay2 ; rx12ry21', []],
  ])('%s', (_name, letters, models) => {
    const history = historyOf(lettersHistory(letters, 'list-append'), 'list-append');
    expect(strongestModels(history)).toEqual(models);
  });
});
