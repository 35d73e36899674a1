import { describe, expect, test } from 'vitest';
import { isRefusal, joinAim, parseAim, rangeIn, splitAim, wordsIn } from '../../nemesis/aim.ts';
import { kill } from '../../nemesis/kill.ts';
import { none } from '../../nemesis/none.ts';
import { partition } from '../../nemesis/partition.ts';
import { whoParameter } from '../../nemesis/victims.ts';
import type { RangeParameter } from '../../src/contract.ts';

const MS: RangeParameter = {
  kind: 'range',
  name: 'ms',
  doc: 'a delay',
  unit: 'ms',
  least: 1,
  most: 10_000,
};
const slow = { name: 'slow', takes: [whoParameter('to', 'the nodes that receive late'), MS] };

test.each([
  ['kill', { name: 'kill', aim: undefined }],
  ['kill:leader', { name: 'kill', aim: 'leader' }],
  ['slow:to=followers,ms=50..200', { name: 'slow', aim: 'to=followers,ms=50..200' }],
  ['./mine.ts', { name: './mine.ts', aim: undefined }],
  ['./mine.ts:n2', { name: './mine.ts', aim: 'n2' }],
  ['C:\\mine.ts:n2', { name: 'C:\\mine.ts', aim: 'n2' }],
  ['./mine.ts#two:n2', { name: './mine.ts#two', aim: 'n2' }],
])('%s is a name and an aim, and the two make it again', (text, named) => {
  expect(splitAim(text)).toEqual(named);
  expect(joinAim(named)).toBe(text);
});

describe('an aim sets parameters', () => {
  test.each([
    ['nothing', kill, undefined, {}],
    ['a word alone', kill, 'leader', { who: ['leader'] }],
    ['a word with its key', kill, 'who=leader', { who: ['leader'] }],
    ['a node', kill, 'n2', { who: ['n2'] }],
    ['several nodes', kill, 'n2,who=n3', { who: ['n2', 'n3'] }],
    ['two parameters', partition, 'halves,ports=sync', { shape: ['halves'], ports: ['sync'] }],
    [
      'a word means the first parameter that has it',
      partition,
      'sync,leader',
      { ports: ['sync'], shape: ['leader'] },
    ],
    [
      'a range',
      slow,
      'to=followers,ms=50..200',
      { to: ['followers'], ms: { least: 50, most: 200 } },
    ],
    ['a number', slow, 'ms=0050.5', { ms: { least: 50.5, most: 50.5 } }],
  ])('%s', (_, entry, text, expected) => {
    const aim = parseAim(entry, text);
    expect(isRefusal(aim) ? aim : Object.fromEntries(aim)).toEqual(expected);
  });
});

describe('a wrong aim is refused, with what was expected', () => {
  test.each([
    ['no parameters', none, 'leader', 'nothing after none'],
    ['an unknown word', kill, 'ledaer', /^one of one, .*leader.* such as n1, who=\.\.\.$/],
    ['an unknown key', partition, 'port=sync', 'one of shape, ports before the ='],
    ['a wrong value', partition, 'ports=snyc', /^ports to be one of all, quorum, sync/],
    ['a node where none is accepted', partition, 'ports=n1', /^ports to be one of/],
    ['nothing after the colon', kill, '', /^one of one/],
    ['a key twice', partition, 'ports=sync,ports=client', 'ports once'],
    ['a word beside a node', kill, 'n1,leader', 'who once'],
    ['a range that is too high', slow, 'ms=5..20000', /^ms in ms, from 1 to 10000/],
    ['a range that goes backwards', slow, 'ms=200..50', /^ms in ms/],
    ['a range of no numbers', slow, 'ms=fast', /^ms in ms/],
    [
      'parameters that do not fit each other',
      partition,
      'bridge,ports=client',
      /^one of one, halves, leader, .* with ports=client$/,
    ],
  ])('%s', (_, entry, text, expected) => {
    const aim = parseAim(entry, text);
    expect(isRefusal(aim) ? aim.expected : 'accepted').toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });
});

test('a parameter that was not given leaves the usual', () => {
  const usual = { least: 1, most: 2 };
  expect(rangeIn(undefined, 'ms', usual)).toBe(usual);
  expect(rangeIn(new Map([['ms', { least: 3, most: 4 }]]), 'ms', usual)).toEqual({
    least: 3,
    most: 4,
  });
  expect(wordsIn(new Map(), 'who')).toEqual([]);
});
