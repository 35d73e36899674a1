import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NodeName, Role } from '../../../src/contract.ts';
import {
  type Condition,
  isConditionRefusal,
  nodesOf,
  parseCondition,
} from '../../../src/run/schedule/condition.ts';
import { type Facts, holds } from '../../../src/run/schedule/facts.ts';

function conditionOf(text: string): Condition {
  const parsed = parseCondition(text);
  if (isConditionRefusal(parsed)) throw new Error(`expected a condition: ${text}`);
  return parsed;
}

describe('a condition', () => {
  test.each([
    ['serving', [{ kind: 'serving' }]],
    ['leader changes', [{ kind: 'leader-changes' }]],
    ['n3 is follower', [{ kind: 'role', node: 'n3', role: 'follower' }]],
    ['any node is down', [{ kind: 'role', node: 'any node', role: 'down' }]],
    ['leader has 10 acknowledged writes', [{ kind: 'acknowledged', node: 'leader', count: 10 }]],
    ['n1 has 1 acknowledged write', [{ kind: 'acknowledged', node: 'n1', count: 1 }]],
    ['currentEpoch changes on n3', [{ kind: 'file', node: 'n3', file: 'currentEpoch' }]],
    ['log says "a and b" on leader', [{ kind: 'log', node: 'leader', text: 'a and b' }]],
    [
      'serving and n1 is leader',
      [{ kind: 'serving' }, { kind: 'role', node: 'n1', role: 'leader' }],
    ],
  ])('%s', (text, clauses) => expect(parseCondition(text)).toEqual(clauses));

  test.each([
    ['leader has 10 acknowledge writes', 'leader has 10 acknowledged writes'],
    ['currentEpoch changed on n3', 'currentEpoch changes on n3'],
    ['servin', 'serving'],
    ['n2 is lead', 'n2 is leader'],
  ])('%s is refused, with what may have been meant', (text, meant) => {
    const refused = parseCondition(text);
    expect(refused).toMatchObject({ found: text });
    expect('allowed' in refused && refused.allowed).toContain(meant);
  });

  test.each(['', 'and', 'serving and', 'serving and ', 'serving or n1 is leader', 'n0 is leader'])(
    '%j is refused',
    text => expect(isConditionRefusal(parseCondition(text))).toBe(true),
  );

  test('any text is a condition or refused, within a moment', () => {
    const word = fc.constantFrom(
      'serving',
      ' and ',
      'n1',
      ' is ',
      'leader',
      'log says "',
      '"',
      ' ',
    );
    const likely = fc.array(word, { maxLength: 60 }).map(words => words.join(''));
    fc.assert(
      fc.property(fc.oneof(likely, fc.string({ maxLength: 10_000 })), text => {
        expect(Array.isArray(parseCondition(text))).toBe(!isConditionRefusal(parseCondition(text)));
      }),
    );
  });

  test('its nodes are those that it names', () =>
    expect(nodesOf(conditionOf('n1 is down and leader is down and n3 is leader'))).toEqual([
      'n1',
      'n3',
    ]));
});

const NODES = ['n1', 'n2', 'n3'].map(name => name as NodeName);
const facts = (change: Partial<Facts> = {}): Facts => ({
  nodes: NODES,
  roles: rolesOf('leader', 'follower', 'follower'),
  acknowledged: new Map(),
  files: new Map(),
  logs: new Map(),
  ...change,
});
const rolesOf = (...roles: readonly Role[]): ReadonlyMap<string, Role> =>
  new Map(roles.map((role, at) => [`n${at + 1}`, role]));
const epochs = (...currentEpochs: readonly string[]): Facts['files'] =>
  new Map(currentEpochs.map((epoch, at) => [`n${at + 1}`, new Map([['currentEpoch', epoch]])]));

describe('whether it holds', () => {
  const isSo = (text: string, now: Partial<Facts>, then: Partial<Facts> = {}): boolean =>
    holds(conditionOf(text), facts(now), facts(then));

  test.each<[string, boolean, readonly Role[]]>([
    ['serving', true, ['leader', 'follower', 'none']],
    ['serving', true, ['unknown', 'unknown', 'none']],
    ['serving', false, ['unknown', 'follower', 'none']],
    ['serving', false, ['unknown', 'none', 'none']],
    ['serving', false, ['leader', 'none', 'none']],
    ['serving', false, ['follower', 'follower', 'none']],
    ['n2 is leader', true, ['none', 'leader', 'follower']],
    ['n2 is leader', false, ['leader', 'follower', 'follower']],
    ['n3 is down', true, ['leader', 'follower', 'none']],
    ['any node is down', false, ['leader', 'follower', 'follower']],
    ['every node is follower', false, ['leader', 'follower', 'follower']],
    ['any node is down and n1 is leader', true, ['leader', 'follower', 'none']],
    ['any node is down and n2 is leader', false, ['leader', 'follower', 'none']],
  ])('%s: %s with %j', (text, expected, roles) =>
    expect(isSo(text, { roles: rolesOf(...roles) })).toBe(expected),
  );

  test('leader changes: to another one than when the wait began', () => {
    const roles = rolesOf('follower', 'leader', 'follower');
    expect(isSo('leader changes', { roles })).toBe(true);
    expect(isSo('leader changes', {})).toBe(false);
    expect(isSo('leader changes', { roles: rolesOf('none', 'none', 'none') })).toBe(false);
  });

  test('acknowledged writes are counted from when the wait began', () => {
    const text = 'leader has 10 acknowledged writes';
    const then = { acknowledged: new Map([['n1', 90]]) };
    expect(isSo(text, { acknowledged: new Map([['n1', 99]]) }, then)).toBe(false);
    expect(isSo(text, { acknowledged: new Map([['n1', 100]]) }, then)).toBe(true);
    expect(isSo(text, { acknowledged: new Map([['n2', 100]]) })).toBe(false);
  });

  test('a file changes where it was read before and is another one now', () => {
    const text = 'currentEpoch changes on n2';
    expect(isSo(text, { files: epochs('1', '2') }, { files: epochs('1', '1') })).toBe(true);
    expect(isSo(text, { files: epochs('2', '1') }, { files: epochs('1', '1') })).toBe(false);
    expect(isSo(text, { files: epochs('1', '2') })).toBe(false);
  });

  test('log says: only in lines that came since the wait began', () => {
    const text = 'log says "LEADING" on any node';
    const logs = (...lines: readonly string[]): Partial<Facts> => ({
      logs: new Map([['n1', lines]]),
    });
    expect(isSo(text, logs('x LEADING'), logs('x LEADING'))).toBe(false);
    expect(isSo(text, logs('x LEADING', 'y LEADING'), logs('x LEADING'))).toBe(true);
  });
});
