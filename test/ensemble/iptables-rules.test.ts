import { expect, test } from 'vitest';
import type { NodeName, Peer } from '../../src/contract.ts';
import { iptablesRules } from '../../src/ensemble/iptables-rules.ts';

const [n1, n2] = ['n1', 'n2'] as readonly string[] as readonly [NodeName, NodeName];
const addresses = new Map([
  [n1, ['10.0.0.1', 'fd00::1']],
  [n2, ['10.0.0.2', 'fd00::2']],
]);
const cut = (...peers: readonly Peer[]) => ({ peers: new Set(peers), addresses, spared: 2222 });
/** The rules that may drop. */
const dropping = (text: string): readonly string[] =>
  text.split('\n').filter(line => / -s |DROP/.test(line));

test('one chain of our own, emptied by being named; loopback and ssh pass', () =>
  expect(iptablesRules('IPv4', { ...cut(n2), ports: 'all' })).toBe(
    [
      '*filter',
      ':ZOOBREAK - [0:0]',
      '-A ZOOBREAK -i lo -j RETURN',
      '-A ZOOBREAK -p tcp --dport 2222 -j RETURN',
      '-A ZOOBREAK -p tcp --sport 2222 -j RETURN',
      '-A ZOOBREAK -s 10.0.0.2 -j DROP',
      'COMMIT',
      '',
    ].join('\n'),
  ));

test('each family has the addresses of its own', () =>
  expect(dropping(iptablesRules('IPv6', { ...cut(n2), ports: 'all' }))).toEqual([
    '-A ZOOBREAK -s fd00::2 -j DROP',
  ]));

test('the quorum ports, whichever side opened the connection', () =>
  expect(dropping(iptablesRules('IPv4', { ...cut(n2), ports: 'quorum' }))).toEqual([
    '-A ZOOBREAK -s 10.0.0.2 -p tcp -m multiport --dports 2888,3888 -j DROP',
    '-A ZOOBREAK -s 10.0.0.2 -p tcp -m multiport --sports 2888,3888 -j DROP',
  ]));

test.each([
  ['sync', '2888'],
  ['election', '3888'],
] as const)('the %s port alone, whichever side opened the connection', (ports, port) =>
  expect(dropping(iptablesRules('IPv4', { ...cut(n2), ports }))).toEqual([
    `-A ZOOBREAK -s 10.0.0.2 -p tcp -m multiport --dports ${port} -j DROP`,
    `-A ZOOBREAK -s 10.0.0.2 -p tcp -m multiport --sports ${port} -j DROP`,
  ]),
);

test('a port among servers is not a port of clients', () =>
  expect(dropping(iptablesRules('IPv4', { ...cut('clients'), ports: 'sync' }))).toEqual([]));

test('clients are everyone but the members, and lose the client port only', () =>
  expect(dropping(iptablesRules('IPv4', { ...cut('clients'), ports: 'all' }))).toEqual([
    '-A ZOOBREAK -s 10.0.0.1 -p tcp --dport 2181 -j RETURN',
    '-A ZOOBREAK -s 10.0.0.2 -p tcp --dport 2181 -j RETURN',
    '-A ZOOBREAK -p tcp --dport 2181 -j DROP',
  ]));
