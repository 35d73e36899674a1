import { describe, expect, test } from 'vitest';
import { hostsIn, hostsOf } from '../../../src/ensemble/ssh/options.ts';

describe('a nodes file', () => {
  test('has one host a line, comments and blank lines apart', () =>
    expect(hostsIn('# mine\nh1\n\n 10.0.0.2 # the second\nfd00::3\n', 'f')).toEqual([
      'h1',
      '10.0.0.2',
      'fd00::3',
    ]));

  test.each([
    ['h1 h2', "f:1: expected one host name or address, found 'h1 h2'"],
    ['h1\nme@h2', "f:2: expected one host name or address, found 'me@h2'"],
    ['h1\nh2\nh1', 'f:3: h1 is listed twice'],
    ['# none', 'f: expected one host a line, found none'],
  ])('%j is refused', (text, why) => expect(() => hostsIn(text, 'f')).toThrow(why));

  test('that is not there is named', () =>
    expect(() => hostsOf({ nodesFile: '/nowhere/hosts.txt' })).toThrow(
      /^--nodes-file: expected a file that names one host a line, found: .*\/nowhere\/hosts.txt/,
    ));
});
