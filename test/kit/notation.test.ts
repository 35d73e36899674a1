import { expect, test } from 'vitest';
import { eventsOf, history } from './notation.ts';

const brief = (text: string) =>
  eventsOf(text).map(({ type, process, f, value }) => [process, type, f, value]);

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

test('an argument of the return is what was seen', () => {
  expect(brief('0(w:5 0)w:0,5')).toEqual([
    [0, 'invoke', 'write', 5],
    [0, 'ok', 'write', [0, 5]],
  ]);
});

test('a key stands before the process', () => {
  expect(history('x/0=w:1 y/1=w:2').keys()).toEqual(['x', 'y']);
});

test('a word that is none is named', () => {
  expect(() => history('0(w:1 zero')).toThrow(/found zero/);
});
