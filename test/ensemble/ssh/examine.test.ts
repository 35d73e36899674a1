import { describe, expect, test } from 'vitest';
import {
  type Examining,
  examine,
  obstacles,
  supportIn,
  unreachable,
} from '../../../src/ensemble/ssh/examine.ts';
import { factsIn, type HostFacts } from '../../../src/ensemble/ssh/survey.ts';

const SAID = `user zoo
home /home/zoo
arch x86_64
root no
sudo
filter nft
java 17.0.9
cc /usr/bin/cc
free_kb 1048576
listening 0016 0085 0016
addresses 10.0.0.1 fd00::1
installed 3.8.0
run
now_ns 5000000000
`;
const facts = (line = ''): HostFacts => factsIn(`${line}\n${SAID}`, 5_010, 20);
const seen: Examining = {
  sudo: true,
  source: { kind: 'installed' },
  shim: 'host',
  address: '10.0.0.1',
};

describe('what a host says', () => {
  test('is read line by line', () =>
    expect(facts()).toEqual({
      user: 'zoo',
      home: '/home/zoo',
      arch: 'x86_64',
      root: false,
      sudo: '',
      filter: { kind: 'nft' },
      java: '17.0.9',
      cc: '/usr/bin/cc',
      freeMb: 1024,
      listening: new Set([22, 133]),
      addresses: ['10.0.0.1', 'fd00::1'],
      installed: '3.8.0',
      run: '',
      clockMs: 0,
    }));
});

describe('a host', () => {
  test('with everything can carry a run and suffer every fault', () => {
    const examined = [examine('h1', facts(), seen)];
    expect(obstacles(examined)).toBeUndefined();
    expect(supportIn(examined, 'partition-client-ports')).toEqual({ ok: true });
    expect(supportIn(examined, 'clock')).toEqual({ ok: true });
  });

  test.each([
    ['no Java', 'java ', {}, /^h1: expected a Java runtime/],
    ['no ZooKeeper', 'installed ', {}, /^h1: expected ZooKeeper's jars/],
    ['a full disk', 'free_kb 1024', {}, /^h1: expected 300 MB free in \/home\/zoo, found 1/],
    ['a port taken', 'listening 0885', {}, /^h1: .* listening on 2181/],
    ['sudo with a password', 'sudo sudo: a password is required', {}, /^h1: --sudo: expected sudo/],
    ['a run on it', 'run it is used by run 7', {}, /^h1: it is used by run 7$/],
    ['an address that is not its own', '', { address: '203.0.113.1' }, /^h1: .* 203\.0\.113\.1/],
  ])('with %s cannot', (_, line, changed, why) =>
    expect(obstacles([examine('h1', facts(line), { ...seen, ...changed })])).toMatch(why),
  );

  test('needs room for an archive too', () => {
    const source = { kind: 'archive', name: 'z.tgz', file: '', hash: '', sizeMb: 500 } as const;
    expect(obstacles([examine('h1', facts(), { ...seen, source })])).toMatch(/expected 1800 MB/);
  });

  test.each([
    ['partition', 'filter none no such table', {}, /^h1: .* no such table: sudo apt-get/],
    ['partition', 'filter none not permitted', { sudo: false }, /zoo is not root: add --sudo/],
    ['clock', '', { shim: 'nobody' } as const, /^h1: expected a C compiler/],
    ['power', '', { shim: 'nobody' } as const, /^h1: expected a C compiler/],
    ['disk', '', { shim: 'nobody' } as const, /^h1: expected a C compiler/],
    ['clock', 'now_ns 9000000000', {}, /^h1: expected its clock within 1000 ms .* \+4000 ms/],
  ] as const)('may be unable to suffer %s only', (fault, line, changed, why) => {
    const examined = [examine('h1', facts(line), { ...seen, ...changed })];
    expect(obstacles(examined)).toBeUndefined();
    expect(supportIn(examined, fault)).toMatchObject({
      ok: false,
      why: expect.stringMatching(why),
    });
    expect(supportIn(examined, 'kill')).toEqual({ ok: true });
  });

  test('that cannot be reached is an obstacle by itself', () =>
    expect(obstacles([unreachable('h1', 'no answer')])).toBe('h1: no answer'));
});
