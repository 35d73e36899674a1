import { expect, test } from 'vitest';
import { following } from '../../../workloads/config/checker.ts';
import type { ConfigVersion, Followed } from '../../../workloads/config/client.ts';
import { judged } from '../../kit/judge.ts';
import { type Part, spelled } from '../../kit/notation.ts';

/** Each version has a value; 0,nil is the empty configuration.
 *    0=publish:5>1,5                     publishes 5, as version 1
 *    1=follow:[0,nil],[1,5],told         sees the second after the first; `told`: by an event before
 *    1=follow:last>[1,5],[1,5],untold    reads strongly at the end */
const configuration = spelled({
  key: 0,
  reads: ['follow'],
  outputs: {
    follow: argument => followed(argument as readonly [ConfigVersion, ConfigVersion, string]),
  },
});
const followed = ([from, to, how]: readonly [ConfigVersion, ConfigVersion, string]): Followed => ({
  ...{ from, to, told: how === 'told' },
});
const judge = (...parts: readonly Part[]) => judged(following, configuration(parts));

const [one, two] = ['0=publish:5>1,5', '0=publish:6>2,6'];
const sawOne = '1=follow:[0,nil],[1,5],told';
const sawTwo = '1=follow:[1,5],[2,6],told';

test('changes in their order, each told before -> valid', () => {
  expect(judge(one, sawOne, two, sawTwo, '1=follow:last>[2,6],[2,6],untold')).toBe(true);
});

test('a change read before its event -> late-event', () => {
  expect(judge(one, '1=follow:[0,nil],[1,5],untold')).toEqual(['late-event']);
});

test('an older version in the next operation, or in the same -> monotonic-reads; of another session -> valid', () => {
  expect(judge(one, two, sawTwo, sawTwo)).toEqual(['monotonic-reads']);
  expect(judge(one, two, sawTwo, '2=follow:[1,5],[2,6],told')).toBe(true);
  expect(judge(one, two, '1=follow:[2,6],[1,5],told')).toEqual(['monotonic-reads']);
});

test('a value that nobody published, or in vain -> phantom; in doubt -> valid', () => {
  expect(judge(sawOne)).toEqual(['phantom']);
  expect(judge('0(publish:5 0!publish', sawOne)).toEqual(['phantom']);
  expect(judge('0(publish:5 0?publish', sawOne)).toBe(true);
});

test('a value that is published only afterwards -> phantom', () => {
  expect(judge(sawOne, one)).toEqual(['phantom']);
});

test('a value with another version than it was published with -> phantom', () => {
  const sawSecond = '1=follow:[0,nil],[2,5],told';
  expect(judge(one, sawSecond)).toEqual(['phantom']);
  expect(judge('0=publish:5>2,5', sawSecond)).toBe(true);
});

test('a version with two values -> conflicting-version', () => {
  const other = '2=follow:[0,nil],[1,6],told';
  expect(judge(one, '0(publish:6 0?publish', sawOne, other)).toEqual(['conflicting-version']);
});

test('a later publication with a lower version -> real-time-order; at the same time -> valid', () => {
  expect(judge(two, '9=publish:5>1,5', sawOne)).toEqual(['real-time-order']);
  expect(judge('0(publish:6 9(publish:5 9)publish:1,5 0)publish:2,6', sawOne)).toBe(true);
});

test('a strong read that misses an acknowledged publication -> stale-read', () => {
  expect(judge(one, sawOne, two, '1=follow:last>[1,5],[1,5],untold')).toEqual(['stale-read']);
  expect(judge(one, sawOne, two, '1=follow:last>[2,6],[2,6],untold')).toBe(true);
});

test('nobody saw a change -> unknown', () => {
  expect(judge(one, '1=follow:[1,5],[1,5],told')).toBe('unknown');
});
