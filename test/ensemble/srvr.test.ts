import { describe, expect, test } from 'vitest';
import type { Role } from '../../src/contract.ts';
import { notServing, roleIn } from '../../src/ensemble/srvr.ts';

const reply = (mode: string): string =>
  `Zookeeper version: 3.9.6\nLatency min/avg/max: 0/0.0/0\nZxid: 0x100000000\nMode: ${mode}\nNode count: 5\n`;

describe('the role in a reply to srvr', () => {
  test.each<Role>(['leader', 'follower', 'observer', 'standalone'])('%s', role => {
    expect(roleIn(reply(role))).toBe(role);
  });

  test.each([
    ['silence', ''],
    ['a server without a quorum', 'This ZooKeeper instance is not currently serving requests\n'],
    ['a mode we do not know', reply('read-only')],
    ['a word that only contains one', 'Zookeeper version: leader\n'],
  ])('%s is none', (_, text) => {
    expect(roleIn(text)).toBe('none');
  });
});

describe('an ensemble', () => {
  const roles = (...each: readonly Role[]): ReadonlyMap<string, Role> =>
    new Map(each.map((role, index) => [`n${index + 1}`, role]));

  test.each([
    ['one leader, the rest following', roles('follower', 'leader', 'follower')],
    ['an observer beside them', roles('leader', 'follower', 'follower', 'observer')],
    ['a server alone', roles('standalone')],
    ['roles that cannot be read', roles('unknown', 'unknown')],
    ['a leader beside a role that cannot be read', roles('unknown', 'leader')],
  ])('serves with %s', (_, each) => {
    expect(notServing(each)).toBeUndefined();
  });

  test.each([
    ['a silent node', roles('leader', 'none', 'follower'), 'n2 not serving'],
    ['two leaders', roles('leader', 'leader', 'follower'), 'expected one leader, found 2'],
    ['a silent node beside unknown roles', roles('unknown', 'none'), 'n2 not serving'],
    [
      'two leaders beside an unknown role',
      roles('leader', 'leader', 'unknown'),
      'expected one leader, found 2',
    ],
    ['no leader', roles('follower', 'follower'), 'expected one leader, found 0'],
  ])('does not serve with %s', (_, each, why) => {
    expect(notServing(each)).toBe(why);
  });
});
