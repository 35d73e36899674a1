import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/history/event.ts';
import { eventsOf, history, type Part, spelled } from './notation.ts';

const brief = (...parts: readonly Part[]) =>
  eventsOf(...parts).map(({ type, process, f, value }) => [process, type, f, value]);
const times = (...parts: readonly Part[]) => eventsOf(...parts).map(({ time }) => time / 1e6);

/** `0(w:1 1(c:1,2 0)w 1!c` reads: process 0 invokes write 1, process 1 invokes cas [1 2], the write
 *  returns ok, the cas fails. */
test('a mark says whether a word invokes, returns, fails or is in doubt', () => {
  expect(brief('0(w:1 1(c:1,2 0)w 1!c 2(r 2?r')).toEqual([
    [0, 'invoke', 'write', 1],
    [1, 'invoke', 'cas', [1, 2]],
    [0, 'ok', 'write', 1],
    [1, 'fail', 'cas', [1, 2]],
    [2, 'invoke', 'read', null],
    [2, 'info', 'read', null],
  ]);
});

test('= invokes and returns at once, a read with what it saw', () => {
  expect(brief('3=w:7 3=r:7 3=d:nil')).toEqual([
    [3, 'invoke', 'write', 7],
    [3, 'ok', 'write', 7],
    [3, 'invoke', 'read', null],
    [3, 'ok', 'read', 7],
    [3, 'invoke', 'dequeue', null],
    [3, 'ok', 'dequeue', null],
  ]);
});

test('an argument of the return is what was seen, also after >', () => {
  const answered = [
    [0, 'invoke', 'write', 5],
    [0, 'ok', 'write', [0, 5]],
  ];
  expect(brief('0(w:5 0)w:0,5')).toEqual(answered);
  expect(brief('0=w:5>0,5')).toEqual(answered);
  expect(brief('0=w:5>nil')[1]).toEqual([0, 'ok', 'write', null]);
});

test('an argument is an integer, nil, a word, or an array', () => {
  const meaning = (argument: string): unknown => eventsOf(`0(f:${argument}`)[0]?.value;
  expect(['-3', 'nil', 'any-word', '1.5'].map(meaning)).toEqual([-3, null, 'any-word', '1.5']);
  expect(['[]', '[1]', '1,2', '[1,2]'].map(meaning)).toEqual([[], [1], [1, 2], [1, 2]]);
  expect(meaning('[0,nil],[[1],5],seen')).toEqual([[0, null], [[1], 5], 'seen']);
});

test('a key stands before the process', () => {
  expect(history('x/0=w:1 y/1=w:2').keys()).toEqual(['x', 'y']);
});

test('an error stands after the function, a zxid at the end', () => {
  expect(eventsOf('0(z 0!z.NONODE 1=w:1@20')).toMatchObject([
    { type: 'invoke' },
    { type: 'fail', f: 'release', error: { name: 'NONODE' } },
    { type: 'invoke' },
    { type: 'ok', value: 1, zxid: 20n },
  ]);
});

test('a completion comes from n1, in the session of its process', () => {
  const [invoked, returned] = eventsOf('4=w:1');
  expect(invoked).not.toHaveProperty('session');
  expect(returned).toMatchObject({ node: 'n1', session: 5n });
});

test('the nemesis invokes and reports', () => {
  expect(brief('*(kill *kill')).toEqual([
    ['nemesis', 'invoke', 'kill', null],
    ['nemesis', 'info', 'kill', null],
  ]);
});

test('a millisecond passes from event to event; a time sets the next, or lets it pass', () => {
  expect(times('0=w:1 1=w:2')).toEqual([0, 1, 2, 3]);
  expect(times('20s 0=w:1 +1.5s *start 300s 0(r')).toEqual([20_000, 20_001, 21_502, 300_000]);
  expect(times('5ms *kill +7ms *start')).toEqual([5, 13]);
});

describe('an operation as an object', () => {
  test('is one that returned ok, and stands among words', () => {
    const write = { process: 2, key: 'x', f: 'write', value: { a: 1 }, zxid: 9 };
    const common = { process: 2, key: 'x', f: 'write', value: { a: 1 } };
    expect(eventsOf('0(r', write, '0)r:1').slice(1, 3)).toEqual([
      { ...common, index: 1, time: 1e6, type: 'invoke' },
      { ...common, index: 2, time: 2e6, type: 'ok', node: 'n1', session: 3n, zxid: 9n },
    ]);
  });

  test('may return otherwise, elsewhere, and with something else', () => {
    const failed = { f: 'read', type: 'fail', node: 'n2', error: { name: 'NONODE' } } as const;
    expect(eventsOf(failed)[1]).toMatchObject({ ...failed, value: null });
    expect(brief({ f: 'read', value: 1, output: null })).toEqual([
      [0, 'invoke', 'read', 1],
      [0, 'ok', 'read', null],
    ]);
  });

  test('happens at its times, before what is later', () => {
    const late = { process: 1, f: 'read', at: [3, 9] } as const;
    expect(times(late, { f: 'write', at: [2, 5] }, '0=r:1')).toEqual([2, 3, 5, 9, 10, 11]);
    expect(eventsOf(late, { f: 'write', at: [2, 5] }).map(({ process }) => process)).toEqual([
      0, 1, 0, 1,
    ]);
  });

  test('of the nemesis is one event', () => {
    const kill = { process: 'nemesis', f: 'kill', value: 'n1', at: [4, 4] } as const;
    const { at: _, ...event } = kill;
    expect(eventsOf(kill)).toEqual<readonly Event[]>([
      { ...event, type: 'info', index: 0, time: 4e6 },
    ]);
    expect(eventsOf({ ...kill, type: 'invoke' })).toMatchObject([{ type: 'invoke' }]);
  });

  test('may stand in a list', () => {
    expect(brief(['0(r', [{ process: 1, f: 'w' }]], '0)r:1')).toHaveLength(4);
  });
});

describe('a spelling', () => {
  const sized = spelled({
    key: 7,
    reads: ['list'],
    inputs: { put: bytes => ({ bytes }) },
    outputs: { list: names => ({ names }) },
  });
  const values = (text: string) => [...sized(text).events()].map(({ value }) => value);

  test('says what arguments stand for, and which functions are invoked with nothing', () => {
    expect(values('0=put:5 0=list:a,b')).toEqual([
      { bytes: 5 },
      { bytes: 5 },
      null,
      { names: ['a', 'b'] },
    ]);
    expect(values('0(put:5 0?put')).toEqual([{ bytes: 5 }, { bytes: 5 }]);
  });

  test('names the key of those that have none', () => {
    expect(sized('0=put:5 8/0=put:5').keys()).toEqual([7, '8']);
  });
});

test('a word that is none is named', () => {
  expect(() => history('0(w:1 zero')).toThrow(/found zero/);
});
