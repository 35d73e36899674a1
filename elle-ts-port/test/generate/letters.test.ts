import { describe, expect, it } from 'vitest';
import { HistoryError, lettersHistory } from '../../src/index.ts';

describe('letters', () => {
  it('append, and a read of a list', () => {
    expect(lettersHistory('ax1ry12', 'list-append')).toEqual([
      {
        type: 'invoke',
        process: 100,
        f: 'txn',
        value: [
          ['append', 'x', 1],
          ['r', 'y', null],
        ],
      },
      {
        type: 'ok',
        process: 100,
        f: 'txn',
        value: [
          ['append', 'x', 1],
          ['r', 'y', [1, 2]],
        ],
      },
    ]);
  });

  it('a read without digits is the initial state', () => {
    const read = (workload: 'list-append' | 'rw-register'): unknown =>
      lettersHistory('rx', workload)[1]?.value;
    expect(read('list-append')).toEqual([['r', 'x', []]]);
    expect(read('rw-register')).toEqual([['r', 'x', null]]);
  });

  it.each([
    ['one after the other', 'ax1@0 ; ax2@1', ['invoke 0', 'ok 0', 'invoke 1', 'ok 1']],
    ['at the same time', 'ax1@0 | ax2@1', ['invoke 0', 'invoke 1', 'ok 0', 'ok 1']],
    ['over two steps', 'ax1@0+1 ; ax2@1', ['invoke 0', 'invoke 1', 'ok 0', 'ok 1']],
    ['for ever', 'ax1@0+2 ; ax2@1', ['invoke 0', 'invoke 1', 'ok 1']],
    ['failed, and in doubt', '!ax1@0 ; ?ax2@1', ['invoke 0', 'fail 0', 'invoke 1', 'info 1']],
  ])('%s', (_name, letters, events) => {
    const shown = lettersHistory(letters, 'list-append').map(e => `${e.type} ${e.process}`);
    expect(shown).toEqual(events);
  });

  it('says what it cannot read', () => {
    expect(() => lettersHistory('ax1 | bx2', 'list-append')).toThrow(HistoryError);
  });
});
