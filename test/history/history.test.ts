import { expect, test } from 'vitest';
import type { Event } from '../../src/history/event.ts';
import { historyOf } from '../../src/history/history.ts';
import { eventsOf, history } from '../kit/notation.ts';

test('an operation is an invocation and its completion', () => {
  const [write, read] = history('0(w:1 1(r 1)r:1 0)w').operations();
  expect(write).toEqual({
    index: 0,
    completionIndex: 3,
    process: 0,
    type: 'ok',
    f: 'write',
    input: 1,
    output: 1,
    callNs: 0,
    returnNs: 3e6,
    node: 'n1',
    session: 1n,
  });
  expect(read).toMatchObject({ index: 1, completionIndex: 2, process: 1, input: null, output: 1 });
});

test('an operation in doubt returns never', () => {
  const [info, open] = history('0(w:1 0?w 1(w:2').operations();
  expect(info).toMatchObject({ type: 'info', completionIndex: 1, returnNs: Infinity });
  expect(open).toMatchObject({ type: 'info', returnNs: Infinity });
  expect(open).not.toHaveProperty('completionIndex');
});

test('zxid, session, node and error come from either event, the completion first', () => {
  const [invoke, returned] = eventsOf('0(w:1 0)w') as [Event, Event];
  const { session: _, ...ok } = returned;
  const events: Event[] = [
    { ...invoke, session: 5n, node: 'n1' },
    { ...ok, zxid: 0x100000001n, node: 'n2' },
  ];
  expect(historyOf(events).operations()[0]).toMatchObject({
    session: 5n,
    zxid: 0x100000001n,
    node: 'n2',
  });
});

test('keys are apart', () => {
  const both = history('x/0(w:1 y/1(w:2 x/0)w y/1)w');
  expect(both.keys()).toEqual(['x', 'y']);
  expect(both.ofKey('y').length).toBe(2);
  expect(both.ofKey('y').operations()).toMatchObject([{ index: 1, completionIndex: 3, input: 2 }]);
  expect(() => both.ofKey('z')).toThrow('key "z": the history has no event of it');
});

test('the nemesis is apart, and unpaired', () => {
  const all = history('0=w:1 *start *start');
  expect(all.nemesis).toHaveLength(2);
  expect(all.operations()).toHaveLength(1);
});

test('events come back as they went in', () => {
  const events = eventsOf('x/0(w:1 y/1(c:2,3 x/0)w y/1!c');
  expect([...historyOf(events).events()]).toEqual(events);
  expect(historyOf(events).event(2)).toEqual(events[2]);
});

test('columns grow past their first size', () => {
  const long = history(Array.from({ length: 3000 }, (_, at) => `0=w:${at}`).join(' '));
  expect(long.length).toBe(6000);
  expect(long.operations()[2999]).toMatchObject({ index: 5998, input: 2999, output: 2999 });
});

test.each([
  [
    'two open invocations',
    '0(w:1 0(r',
    'event 1: process 0 invokes read while its write of event 0',
  ],
  [
    'no invocation',
    '0(w:1 1)r:1',
    'event 1: process 1 completes read (ok), but has no open invocation',
  ],
  [
    'another function',
    '0(w:1 0)r:1',
    'event 1: process 0 completes read, but its open invocation (event 0) is write',
  ],
  [
    'another key',
    'x/0(w:1 y/0)w',
    'completes write on key "y", but its open invocation (event 0) is write on key "x"',
  ],
])('%s -> an error that names the event', (_, text, message) => {
  expect(() => history(text)).toThrow(message);
});

test('indices that do not ascend -> an error with both', () => {
  const events = eventsOf('0(w:1 0)w').map(event => ({ ...event, index: 4 }));
  expect(() => historyOf(events)).toThrow('expected an index above 4, found 4');
});
